import { getEmailRoute } from '#api/emails/get-email.ts';
import {
  listContactEmailsRoute,
  listDealEmailsRoute,
  listEmailsRoute,
  listLeadEmailsRoute,
} from '#api/emails/list-emails.ts';
import { retryEmailRoute } from '#api/emails/retry-email.ts';
import { sendEmailRoute } from '#api/emails/send-email.ts';
import { settleEmailRoute } from '#api/emails/settle-email.ts';
import { aliasRoute } from '#api/route.ts';

export const emailRoutes = [
  listEmailsRoute,
  sendEmailRoute,
  getEmailRoute,
  retryEmailRoute,
  settleEmailRoute,
  listLeadEmailsRoute,
  listContactEmailsRoute,
  aliasRoute(listContactEmailsRoute, '/api/clients', '/api/crm/contacts'),
  listDealEmailsRoute,
] as const;
