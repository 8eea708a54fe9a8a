import { getInboxStats } from '#domain/conversations/get-inbox-stats.ts';
import { userHas } from '#domain/permissions.ts';
import type { BotContext, MemberContext } from '#bot/context.ts';
import { lines } from '#bot/formatting.ts';
import { startForm } from '#bot/forms/form.ts';
import { isMember } from '#bot/middleware/members-only.ts';
import { openPlaceButton, setPlaces } from '#bot/menu/way-back.ts';
import type { Place } from '#bot/menu/way-back.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import { showRequests } from '#bot/call-requests/request-list.ts';
import { showInbox } from '#bot/conversations/thread.ts';
import { showDrafts } from '#bot/drafts/draft-list.ts';
import { find, showSearch } from '#bot/search/search.command.ts';
import { proposeLead } from '#bot/leads/quick-lead.ts';
import { showLeads } from '#bot/leads/lead-list.ts';
import { showTasks } from '#bot/tasks/task-list.ts';
import { showTeam, switchDuty } from '#bot/team/team-list.ts';
import { audit } from '#bot/audit/audit-list.ts';
import { why } from '#bot/why/why.command.ts';
import { showNoticeSettings } from '#bot/notices/notice-settings.ts';
import { showReports } from '#bot/reports/report-list.ts';
import { showSettings } from '#bot/settings/settings.menu.ts';

const open: Record<Place, (ctx: MemberContext) => Promise<unknown>> = {
  menu: (ctx) => showMainMenu(ctx, 'in place'),
  leads: (ctx) => showLeads(ctx),
  newLead: (ctx) => startForm(ctx, 'newLead', {}),
  approvals: (ctx) => showRequests(ctx, 'approvals'),
  requests: (ctx) => showRequests(ctx, 'requests'),
  inbox: (ctx) => showInbox(ctx),
  drafts: showDrafts,
  tasks: (ctx) => showTasks(ctx),
  search: showSearch,
  team: (ctx) => showTeam(ctx),
  notifications: showNoticeSettings,
  reports: showReports,
  settings: showSettings,
  help: showHelp,
};
setPlaces(open);

/** The main menu of a member; others are told what they can do here. */
export async function showMainMenu(ctx: BotContext, where: 'in place' | 'below' = 'below'): Promise<void> {
  if (!isMember(ctx)) return say(ctx, ctx.texts.start.clientHelp);
  const { menu } = ctx.texts;
  const { member } = ctx;
  const rows: (Exclude<Place, 'menu'> | false)[][] = [
    ['leads', userHas(member, 'leads.write') && 'newLead'],
    [userHas(member, 'calls.approve') && 'approvals', 'requests'],
    ['inbox', userHas(member, 'drafts.write') && 'drafts'],
    ['tasks', 'search'],
    ['notifications', userHas(member, 'settings.write') && 'reports'],
    [userHas(member, 'users.read') && 'team', 'settings'],
    ['help'],
  ];
  const { unreadChats } = await getInboxStats(ctx.operation);
  const unread = unreadChats > 0 ? ` (${unreadChats})` : '';
  const keyboard = ctx.keyboard();
  for (const row of rows) {
    for (const place of row)
      if (place !== false)
        keyboard.button(`${menu[place]}${place === 'inbox' ? unread : ''}`, openPlaceButton, { place });
    keyboard.row();
  }
  const screen = { text: menu.title(member.name), keyboard: keyboard.markup() };
  await (where === 'in place' ? showScreen(ctx, screen) : sendScreen(ctx, screen));
}

/** What this person can do here, in their language and by their rights. */
export async function showHelp(ctx: BotContext): Promise<void> {
  if (!isMember(ctx)) return say(ctx, ctx.texts.start.clientHelp);
  const { member } = ctx;
  await sendScreen(ctx, {
    text: lines(
      ...ctx.texts.menu.helpText({
        write: userHas(member, 'leads.write'),
        approve: userHas(member, 'calls.approve'),
        admin: userHas(member, 'settings.write'),
      }),
    ),
  });
}

/** The lead of the line after the command, or the questions about it one by one. */
async function newLead(ctx: MemberContext): Promise<void> {
  const line = typeof ctx.match === 'string' ? ctx.match.trim() : '';
  if (line === '' || !(await proposeLead(ctx, line))) await open.newLead(ctx);
}

export const menuButtons = [openPlaceButton];
/** The same places behind commands. */
export const memberCommands: Record<string, (ctx: MemberContext) => Promise<unknown>> = {
  menu: (ctx) => showMainMenu(ctx),
  new: newLead,
  leads: open.leads,
  approvals: open.approvals,
  requests: open.requests,
  inbox: open.inbox,
  drafts: open.drafts,
  tasks: open.tasks,
  find,
  team: open.team,
  duty: switchDuty,
  why,
  audit,
  notifications: open.notifications,
  reports: open.reports,
  settings: open.settings,
};
