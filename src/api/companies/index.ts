import { createCompanyRoute } from '#api/companies/create-company.ts';
import { deleteCompanyRoute } from '#api/companies/delete-company.ts';
import { getCompanyRoute } from '#api/companies/get-company.ts';
import { listCompaniesRoute } from '#api/companies/list-companies.ts';
import { listCompanyActivitiesRoute } from '#api/companies/list-company-activities.ts';
import { listCompanyContactsRoute } from '#api/companies/list-company-contacts.ts';
import { listCompanyDealsRoute } from '#api/companies/list-company-deals.ts';
import { restoreCompanyRoute } from '#api/companies/restore-company.ts';
import { updateCompanyRoute } from '#api/companies/update-company.ts';

export const companyRoutes = [
  listCompaniesRoute,
  createCompanyRoute,
  getCompanyRoute,
  updateCompanyRoute,
  deleteCompanyRoute,
  restoreCompanyRoute,
  listCompanyActivitiesRoute,
  listCompanyContactsRoute,
  listCompanyDealsRoute,
] as const;
