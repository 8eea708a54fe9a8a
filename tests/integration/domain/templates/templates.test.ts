import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { createTemplate } from '#domain/templates/create-template.ts';
import { deleteTemplate } from '#domain/templates/delete-template.ts';
import { listTemplates } from '#domain/templates/list-templates.ts';
import { renderTemplate } from '#domain/templates/render-template.ts';
import { updateTemplate } from '#domain/templates/update-template.ts';
import { newId } from '#platform/ids.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.database.prisma.customField.create({
    data: { organizationId: world.organizationId, record: 'lead', key: 'budget', label: 'Budget', kind: 'number' },
  });
});
afterAll(() => world.close());

const text = 'Hello {{ firstName }} of {{company}}: {{lead.custom.budget}}. {{manager}}, {{organization}}';

test('A template is filled with the record’s values, once, and says what is missing.', async () => {
  const ctx = world.as(world.manager);
  const template = await createTemplate(ctx, { kind: 'email', name: newId(), subject: '{{name}}!', text });
  expect(template.fields).toEqual(['name', 'firstName', 'company', 'lead.custom.budget', 'manager', 'organization']);
  const lead = await createLead(ctx, {
    name: 'Козлова Мария',
    companyName: '{{organization}}',
    ownerId: world.manager.id,
  });
  const rendered = await renderTemplate(ctx, { templateId: template.id, leadId: lead.id });
  expect(rendered).toEqual({
    subject: 'Козлова Мария!',
    text: 'Hello Мария of {{organization}}: . Own manager, Own',
    missing: ['lead.custom.budget'],
  });
  await world.database.prisma.lead.updateMany({ where: { id: lead.id }, data: { customFields: { budget: 500 } } });
  expect(await renderTemplate(ctx, { templateId: template.id, leadId: lead.id })).toMatchObject({ missing: [] });
  await expect(
    renderTemplate(world.as(world.otherManager), { templateId: template.id, leadId: lead.id }),
  ).rejects.toMatchObject({ reason: 'lead.notFound' });
  await expect(
    renderTemplate(world.as(world.other.admin), { templateId: template.id, leadId: lead.id }),
  ).rejects.toMatchObject({ reason: 'template.notFound' });
});

test.each(['{{surname}}', '{{lead.custom.nothing}}', '{{constructor}}', '{{}}', 'Hello {{name', 'Hello name}}'])(
  'A template with %s is refused when it is saved.',
  async (bad) => {
    const ctx = world.as(world.manager);
    await expect(createTemplate(ctx, { kind: 'message', name: newId(), text: bad })).rejects.toMatchObject({
      reason: 'input.invalid',
      fields: [{ field: 'text', problem: expect.any(String) }],
    });
  },
);

test('Names are unique while they are used, changes are guarded by the version, and the other team sees nothing.', async () => {
  const ctx = world.as(world.manager);
  const name = newId();
  const { id: templateId, version } = await createTemplate(ctx, { kind: 'message', name, text: '{{name}}' });
  await expect(createTemplate(ctx, { kind: 'message', name, text: 'x' })).rejects.toMatchObject({
    reason: 'template.nameTaken',
  });
  await updateTemplate(ctx, { templateId, text: 'Hi {{name}}', version });
  await expect(updateTemplate(ctx, { templateId, text: 'x', version })).rejects.toMatchObject({
    reason: 'template.changedMeanwhile',
  });
  expect((await listTemplates(ctx, { search: name })).items.map(({ id }) => id)).toEqual([templateId]);
  expect((await listTemplates(world.as(world.other.admin))).items).toEqual([]);
  await deleteTemplate(ctx, { templateId });
  await expect(deleteTemplate(ctx, { templateId })).rejects.toMatchObject({ reason: 'template.notFound' });
  await createTemplate(ctx, { kind: 'message', name, text: 'again' });
});
