import { createCustomFieldRoute } from '#api/custom-fields/create-custom-field.ts';
import { deleteCustomFieldRoute } from '#api/custom-fields/delete-custom-field.ts';
import { listCustomFieldsRoute } from '#api/custom-fields/list-custom-fields.ts';
import { updateCustomFieldRoute } from '#api/custom-fields/update-custom-field.ts';

export const customFieldRoutes = [
  listCustomFieldsRoute,
  createCustomFieldRoute,
  updateCustomFieldRoute,
  deleteCustomFieldRoute,
] as const;
