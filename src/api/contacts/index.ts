import { createContactRoute } from '#api/contacts/create-contact.ts';
import { deleteContactRoute } from '#api/contacts/delete-contact.ts';
import { getContactRoute } from '#api/contacts/get-contact.ts';
import { listContactCallsRoute } from '#api/contacts/list-contact-calls.ts';
import { listContactLeadsRoute } from '#api/contacts/list-contact-leads.ts';
import {
  listContactActivitiesRoute,
  listContactDealsRoute,
  listContactTasksRoute,
} from '#api/contacts/list-contact-records.ts';
import { listContactsRoute } from '#api/contacts/list-contacts.ts';
import { recordConsentRoute } from '#api/contacts/record-consent.ts';
import { restoreContactRoute } from '#api/contacts/restore-contact.ts';
import { updateContactRoute } from '#api/contacts/update-contact.ts';
import { aliasRoute } from '#api/route.ts';

const clientRoutes = [
  listContactsRoute,
  createContactRoute,
  getContactRoute,
  updateContactRoute,
  deleteContactRoute,
  listContactCallsRoute,
  listContactLeadsRoute,
  listContactDealsRoute,
  listContactTasksRoute,
  listContactActivitiesRoute,
  restoreContactRoute,
  recordConsentRoute,
] as const;

/** One resource under the paths of both older systems. */
export const contactRoutes = [
  ...clientRoutes,
  ...clientRoutes.map((route) => aliasRoute(route, '/api/clients', '/api/crm/contacts')),
] as const;
