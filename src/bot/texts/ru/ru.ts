import { actions } from '#bot/texts/ru/actions.ts';
import { callRequests } from '#bot/texts/ru/call-requests.ts';
import { calls } from '#bot/texts/ru/calls.ts';
import { conversations } from '#bot/texts/ru/conversations.ts';
import { digests } from '#bot/texts/ru/digests.ts';
import { drafts } from '#bot/texts/ru/drafts.ts';
import { duplicates } from '#bot/texts/ru/duplicates.ts';
import { errors } from '#bot/texts/ru/errors.ts';
import { leads } from '#bot/texts/ru/leads.ts';
import { menu } from '#bot/texts/ru/menu.ts';
import { notices } from '#bot/texts/ru/notices.ts';
import { reports } from '#bot/texts/ru/reports.ts';
import { search } from '#bot/texts/ru/search.ts';
import { start } from '#bot/texts/ru/start.ts';
import { tasks } from '#bot/texts/ru/tasks.ts';
import { audit } from '#bot/texts/ru/audit.ts';
import { connections } from '#bot/texts/ru/connections.ts';
import { team } from '#bot/texts/ru/team.ts';
import { why } from '#bot/texts/ru/why.ts';

export const ru = {
  actions,
  callRequests,
  calls,
  conversations,
  digests,
  drafts,
  duplicates,
  errors,
  leads,
  menu,
  notices,
  reports,
  search,
  why,
  team,
  connections,
  audit,
  start,
  tasks,
};
