import { createTemplateRoute } from '#api/templates/create-template.ts';
import { deleteTemplateRoute } from '#api/templates/delete-template.ts';
import { getTemplateRoute } from '#api/templates/get-template.ts';
import { listTemplatesRoute } from '#api/templates/list-templates.ts';
import { renderTemplateRoute } from '#api/templates/render-template.ts';
import { updateTemplateRoute } from '#api/templates/update-template.ts';

export const templateRoutes = [
  listTemplatesRoute,
  createTemplateRoute,
  getTemplateRoute,
  updateTemplateRoute,
  deleteTemplateRoute,
  renderTemplateRoute,
] as const;
