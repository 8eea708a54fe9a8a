import { actions } from '#bot/texts/ru/actions.ts';
import { callRequests } from '#bot/texts/ru/call-requests.ts';
import { calls } from '#bot/texts/ru/calls.ts';
import { conversations } from '#bot/texts/ru/conversations.ts';
import { drafts } from '#bot/texts/ru/drafts.ts';
import { duplicates } from '#bot/texts/ru/duplicates.ts';
import { errors } from '#bot/texts/ru/errors.ts';
import { leads } from '#bot/texts/ru/leads.ts';
import { menu } from '#bot/texts/ru/menu.ts';
import { reports } from '#bot/texts/ru/reports.ts';
import { search } from '#bot/texts/ru/search.ts';
import { start } from '#bot/texts/ru/start.ts';
import { tasks } from '#bot/texts/ru/tasks.ts';

export const ru = { actions, callRequests, calls, conversations, drafts, duplicates, errors, leads, menu, reports, search, start, tasks };
