import { actions } from '#bot/texts/en/actions.ts';
import { callRequests } from '#bot/texts/en/call-requests.ts';
import { calls } from '#bot/texts/en/calls.ts';
import { conversations } from '#bot/texts/en/conversations.ts';
import { digests } from '#bot/texts/en/digests.ts';
import { drafts } from '#bot/texts/en/drafts.ts';
import { duplicates } from '#bot/texts/en/duplicates.ts';
import { errors } from '#bot/texts/en/errors.ts';
import { leads } from '#bot/texts/en/leads.ts';
import { menu } from '#bot/texts/en/menu.ts';
import { notices } from '#bot/texts/en/notices.ts';
import { reports } from '#bot/texts/en/reports.ts';
import { search } from '#bot/texts/en/search.ts';
import { start } from '#bot/texts/en/start.ts';
import { tasks } from '#bot/texts/en/tasks.ts';
import { audit } from '#bot/texts/en/audit.ts';
import { connections } from '#bot/texts/en/connections.ts';
import { team } from '#bot/texts/en/team.ts';
import { why } from '#bot/texts/en/why.ts';

export const en = {
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
