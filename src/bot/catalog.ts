import { createButtonCatalog } from '#bot/buttons.ts';
import { approvalButtons, approvalPrompts } from '#bot/call-requests/approval.card.ts';
import { callRequestButtons } from '#bot/call-requests/call-request.card.ts';
import { requestListButtons } from '#bot/call-requests/request-list.ts';
import { callButtons } from '#bot/calls/call.card.ts';
import { recordingButtons } from '#bot/calls/recording.ts';
import { transcriptButtons } from '#bot/calls/transcript.ts';
import { messageButtons } from '#bot/conversations/message.card.ts';
import { templateButtons, templatePrompts } from '#bot/conversations/templates.ts';
import { threadButtons, threadPrompts } from '#bot/conversations/thread.ts';
import { draftButtons, draftPrompts } from '#bot/drafts/draft.card.ts';
import { duplicateButtons } from '#bot/duplicates/duplicate.card.ts';
import { mergeButtons } from '#bot/duplicates/merge.card.ts';
import { possibleDuplicateButtons } from '#bot/duplicates/possible-duplicate.ts';
import { backButton, cancelButton, chooseButton } from '#bot/forms/form-buttons.ts';
import { openFormButtons } from '#bot/forms/open-forms.ts';
import { leadListButtons } from '#bot/leads/lead-list.ts';
import { leadButtons, leadPrompts } from '#bot/leads/lead.card.ts';
import { quickLeadButtons, quickLeadPrompts } from '#bot/leads/quick-lead.ts';
import { menuButtons } from '#bot/menu/main-menu.ts';
import { noticeSettingsButtons } from '#bot/notices/notice-settings.ts';
import { reportListButtons } from '#bot/reports/report-list.ts';
import { noticeButtons } from '#bot/notices/notice.card.ts';
import { newTaskButtons, taskPrompts } from '#bot/tasks/new-task.ts';
import { taskReplyButtons } from '#bot/tasks/reply-to-task.ts';
import { taskListButtons } from '#bot/tasks/task-list.ts';
import { reportButtons } from '#bot/reports/report-channel.ts';
import { searchButtons, searchPrompts } from '#bot/search/search.command.ts';
import { auditButtons } from '#bot/audit/audit-list.ts';
import { servicePrompts, serviceButtons } from '#bot/settings/connections.ts';
import { inviteButtons, teamPrompts } from '#bot/team/invite-member.ts';
import { leaverButtons } from '#bot/team/leaver.ts';
import { memberButtons } from '#bot/team/member.card.ts';
import { permissionButtons } from '#bot/team/member-permissions.ts';
import { showMemberAgain } from '#bot/team/show-member.ts';
import { teamListButtons } from '#bot/team/team-list.ts';
import { whyButtons, whyPrompts } from '#bot/why/why.command.ts';
import { taskButtons } from '#bot/tasks/task.card.ts';

/** Every inline button of the bot; two that cannot be told apart stop the start. */
export const allButtons = [
  ...menuButtons,
  ...noticeButtons,
  ...noticeSettingsButtons,
  ...reportListButtons,
  ...leadButtons,
  ...leadListButtons,
  ...quickLeadButtons,
  ...approvalButtons,
  ...callRequestButtons,
  ...requestListButtons,
  ...callButtons,
  ...transcriptButtons,
  ...recordingButtons,
  ...draftButtons,
  ...messageButtons,
  ...threadButtons,
  ...templateButtons,
  ...newTaskButtons,
  ...taskListButtons,
  ...taskReplyButtons,
  ...reportButtons,
  ...searchButtons,
  ...auditButtons,
  ...serviceButtons,
  ...teamListButtons,
  ...memberButtons,
  ...permissionButtons,
  ...leaverButtons,
  ...inviteButtons,
  showMemberAgain,
  ...whyButtons,
  ...taskButtons,
  ...possibleDuplicateButtons,
  ...duplicateButtons,
  ...mergeButtons,
  ...openFormButtons,
  chooseButton,
  backButton,
  cancelButton,
];

export const buttonCatalog = createButtonCatalog(allButtons);

/** Every question that is answered by a reply. */
export const allPrompts = [
  ...leadPrompts,
  ...quickLeadPrompts,
  ...approvalPrompts,
  ...draftPrompts,
  ...threadPrompts,
  ...templatePrompts,
  ...taskPrompts,
  ...searchPrompts,
  ...servicePrompts,
  ...teamPrompts,
  ...whyPrompts,
];
