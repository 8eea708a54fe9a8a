import type { Reason } from '#domain/reasons.ts';

type Params = Record<string, string | number>;

/** One sentence per reason of the domain: what was refused and the way out. */
const reasons = {
  'input.invalid': () => 'Something in what you sent does not fit:',
  'permission.missing': () => 'You do not have the permission for this. Ask your administrator to grant it.',
  'permission.membersOnly': () => 'Only members of the team can do this.',
  'lead.changedMeanwhile': () =>
    'Someone changed this lead a moment ago. Here it is as it stands now; please try again.',
  'lead.closed': () => 'This lead is closed. Move it to an open stage first.',
  'lead.alreadyTaken': (p: Params) =>
    p['by'] ? `${p['by']} was faster and has taken this lead.` : 'Someone else was faster and has taken this lead.',
  'task.changedMeanwhile': () => 'Someone changed this task a moment ago. Please look again.',
  'note.changedMeanwhile': () => 'Someone changed this note a moment ago. Please look again.',
  'note.notYours': () => 'Only whoever wrote this note, or an administrator, can change it.',
  'lead.tooMany': (p: Params) => `More than ${p['most']} leads meet this filter. Narrow it down.`,
  'contact.deleted': () => 'The person of this lead is deleted. Restore them first.',
  'contact.identityTaken': () => 'Another contact already has this number, address or account.',
  'contact.changedMeanwhile': () => 'Someone changed this contact a moment ago. Please try again.',
  'company.changedMeanwhile': () => 'Someone changed this company a moment ago. Please try again.',
  'company.identityTaken': () => 'Another company already has this domain or tax number.',
  'deal.changedMeanwhile': () => 'Someone changed this deal a moment ago. Please try again.',
  'customField.keyTaken': () => 'There is already a field with this key.',
  'user.changedMeanwhile': () => 'Someone changed this person a moment ago. Please try again.',
  'user.lastAdmin': () => 'This is the last administrator; make someone else one first.',
  'pipeline.inUse': () => 'There are leads in this pipeline. Move them first.',
  'stage.inUse': () => 'There are leads on this stage. Move them first.',
  'stage.reasonRequired': () => 'This stage needs a reason: why was the lead lost?',
  'stage.fieldsMissing': (p: Params) => `This stage needs more first: ${fieldNames(p['fields'])}.`,
  'callRequest.alreadyDecided': (p: Params) =>
    p['by'] ? `This request is already decided by ${p['by']}.` : 'This request is already decided.',
  'callRequest.ownRequest': () =>
    'You asked for this call or changed it last, so you cannot decide about it. Another approver has to look at it.',
  'callRequest.changedSinceShown': () =>
    'The request was changed after this card was drawn. Here is what it says now; please look again.',
  'callRequest.expired': () => 'The deadline of this request has passed. Make a new one.',
  'callRequest.notPending': () => 'This request no longer waits for a decision.',
  'callRequest.alreadyDialled': () => 'The call has already been dialled, so it can no longer be taken back.',
  'callPermission.denied': () => 'This call cannot be made in the chosen time',
  'call.underWay': () => 'This call is not over yet. You can delete it once it is.',
  'call.notWaitingForPerson': () => 'This call is no longer waiting for your decision.',
  'agent.disabled': () => 'This voice agent is switched off. Choose another one.',
  'agent.none': () => 'There is no voice agent yet. An administrator can add one in the settings.',
  'service.notConnected': (p: Params) =>
    `${serviceName(p['service'])} is not connected. An administrator can connect it in the settings.`,
  'service.failed': (p: Params) =>
    `${serviceName(p['service'])} did not answer as it should. Please try again in a minute.`,
  'invite.invalid': () => 'This invitation link is not valid. Ask for a new one.',
  'invite.expired': () => 'This invitation has expired. Ask for a new one.',
  'invite.used': () => 'This invitation was used already. Ask for a new one.',
  'telegram.alreadyBound': () => 'This Telegram account already belongs to a member of the team.',
  'auth.badCredentials': () => 'The e-mail or the password is wrong.',
  'auth.badToken': () => 'Please sign in again.',
  'auth.tooManyTries': () => 'Too many tries. Please wait a little.',
  'auth.emailTaken': () => 'There is already an account with this e-mail.',
  'auth.badResetLink': () => 'This link does not work any more. Ask for a new one.',
  'initData.invalid': () => 'Telegram does not vouch for this. Close the app and open it again from the chat.',
  'initData.used': () => 'The app was already opened with this. Close it and open it again from the chat.',
  'initData.tooOld': () => 'Too much time has passed for this step. Close the app and open it again from the chat.',
  'initData.notMember': () =>
    'This Telegram account belongs to no member of the team. Ask your administrator for an invitation.',
  'registration.closed': () => 'Registration is closed here.',
  'draft.notReady': () => 'The draft is still being written. Give it a few seconds.',
  'draft.stale': () => 'The client has written again since this draft was made. Take a new draft.',
  'draft.alreadyHandled': () => 'This draft has been dealt with already.',
  'message.clientUnreachable': () => 'The client has stopped the bot, so nothing can be sent to them here. Try a call.',
  'message.clientOptedOut': () =>
    'The client asked not to be written to. They can be answered once they write themselves.',
  'message.notUnknown': () => 'It is already known what became of this message.',
  'message.notOurs': () => 'Only a message of ours that the client has can be changed or taken back.',
  'message.tooOldToDelete': () => 'Telegram lets us take a message back for 48 hours only. This one is older.',
  'conversation.alreadyTaken': ({ by }) =>
    by ? `${by} has taken this client already.` : 'Somebody has taken this client already.',
  'email.noAddress': () => 'There is no e-mail address here. Add one to the contact first.',
  'email.alreadySettled': () => 'It is already known what became of this e-mail.',
  'email.mayHaveArrived': () => 'This e-mail may have arrived. Say that it may go out twice, then it is sent again.',
  'template.changedMeanwhile': () => 'Someone changed this template a moment ago. Please look again.',
  'template.nameTaken': () => 'There is already a template with this name.',
  'phone.invalid': () => 'This does not look like a phone number. Write it like +7 999 123-45-67.',
  'phone.none': () => 'The lead has no phone number. Add one first.',
  'window.invalid': () => 'This time does not work. It must lie ahead, and its end after its start.',
  'cost.overCap': () => 'This is above the limit of your organization. Choose a lower one.',
  'file.tooLarge': (p: Params) => `This file is too large: at most ${p['megabytes']} MB.`,
  'file.unreadable': () => 'This file cannot be read as a table. Save it as CSV or XLSX and send it again.',
  'import.wrongState': () => 'This import is at another step now. Look at it again.',
  'export.notReady': () => 'This export is not ready yet. Try again in a moment.',
  'task.nothingToDo': () => 'This call has no next steps to make tasks of.',
  'duplicate.decided': () => 'Somebody has decided about these two already.',
  'merge.alreadyDone': () => 'These two are one record already.',
  'merge.changedSince': () =>
    'Something was changed since the merge, so it cannot be taken back as a whole. You can undo it and keep the changes.',
  'merge.undoneAlready': () => 'This merge was undone already.',
  'merge.undoExpired': () => 'A merge can be undone for 30 days, and these are over.',
  'webhookSubscription.changedMeanwhile': () => 'Someone changed this subscription a moment ago. Please look again.',
  internal: () => 'Something went wrong on our side. Please try again.',
} satisfies Record<Reason, (params: Params) => string>;

function serviceName(service: string | number | undefined): string {
  const names: Record<string, string> = {
    retell: 'Telephony (Retell)',
    telephony: 'Telephony',
    openai: 'The AI model',
    llm: 'The AI model',
    telegram: 'Telegram',
    storage: 'The file store',
    email: 'E-mail',
  };
  return names[String(service)] ?? 'The service';
}

/** The fields that a stage asks for; those of the organization's own already bear the label it gave them. */
function fieldNames(fields: string | number | undefined): string {
  const names: Record<string, string> = {
    phone: 'a phone number',
    email: 'an e-mail address',
    companyName: 'the company',
    amount: 'the amount',
  };
  return String(fields)
    .split(', ')
    .map((field) => names[field] ?? field)
    .join(', ');
}

export const errors: ErrorTexts = {
  reasons,
  notFound: 'It is no longer there, or it is not yours to see.',
  changedMeanwhile: 'Someone changed this a moment ago. Please look again and repeat.',
  unknownRefusal: 'That did not work. Please open it again from the /menu.',
  incident: (code) =>
    `Something broke on our side, and we have noted it. If it happens again, tell your administrator this code: ${code}`,
  foreignButton: 'This button isn’t valid here. Here is a fresh menu.',
  outdatedButton: 'This button is from an older version. Here is what is up to date.',
  finishedStep: 'This step is over. The buttons of your latest message work.',
};

export interface ErrorTexts {
  reasons: Record<Reason, (params: Params) => string>;
  notFound: string;
  changedMeanwhile: string;
  unknownRefusal: string;
  incident: (code: string) => string;
  foreignButton: string;
  outdatedButton: string;
  finishedStep: string;
}
