import type { CallOutcome } from '#domain/calls/call-outcome.ts';
import { html } from '#bot/formatting.ts';
import { pluralEn } from '#bot/texts/plural.ts';

type CallStatus =
  | 'queued'
  | 'dialing'
  | 'ringing'
  | 'ongoing'
  | 'ended'
  | 'not_connected'
  | 'failed'
  | 'cancelled'
  | 'needs_person';

const outcomes: Record<CallOutcome, string> = {
  talked: 'talked',
  talked_briefly: 'talked briefly',
  voicemail: 'voicemail',
  partial: 'broke off',
  handed_over: 'handed over to a person',
  no_answer: 'no answer',
  busy: 'busy',
  declined: 'declined',
  bad_number: 'the number does not exist',
  number_reputation: 'blocked as a spam number',
  technical: 'technical trouble',
  throttled: 'too many calls at once',
  account_problem: 'trouble with the telephony account',
  cancelled: 'cancelled',
  unknown: 'unknown',
};

const statuses: Record<CallStatus, string> = {
  queued: '🕐 In the queue',
  dialing: '📲 Dialling…',
  ringing: '🔔 Ringing…',
  ongoing: '🗣 Talking…',
  ended: '✅ Ended',
  not_connected: '📵 Not reached',
  failed: '⚠️ Failed',
  cancelled: '✖ Cancelled',
  needs_person: '🙋 Needs you',
};

export const calls = {
  title: (name: string) => html`<b>Call: ${name}</b>`,
  reportTitle: html`<b>Call finished</b>`,
  someone: 'a client',
  statuses,
  outcomes: outcomes as Record<string, string>,
  outcome: 'Outcome',
  duration: 'Duration',
  durationText: (sec: number) => (sec < 60 ? `${sec} s` : `${Math.floor(sec / 60)} min ${sec % 60} s`),
  cost: 'Cost',
  manager: 'Manager',
  attempts: (count: number) => pluralEn(count, 'attempt', 'attempts'),
  needsPersonReasons: {
    approvalMismatch: 'What was approved is not what would be dialled: something changed after the approval.',
    agentDisabled: 'The voice agent was switched off.',
    permissionDenied: 'This person may not be called:',
    windowOver: 'The time for the call ran out before it could be placed.',
    providerRefused: 'Telephony refused this call.',
    notPlaced: 'Telephony could not be reached; certainly nothing was dialled.',
    outcomeUnknown: 'It is not known whether the phone rang. Look into the telephony or ask the client, then decide.',
  } as Record<string, string>,
  waysOut: {
    dialAgain: 'Dial again when nothing stands in the way any more, or close it.',
    askAgain: 'Ask for a new approval, or close it.',
    close: 'Close it when you have read this.',
  },
  windowClosed: 'The time it was approved for is over, so another call needs another approval.',
  willCall: (when: string) => `📞 We’ll call ${when}`,
  nextTry: (number: number, most: number | null, when: string) =>
    `🔁 Attempt ${number}${most === null ? '' : ` of ${Math.max(most, number)}`}: ${when}`,
  lastTry: 'Last try',
  clientsTime: (client: string, yours: string | null) => `${client}, client’s time${yours ? ` (${yours} yours)` : ''}`,
  tasks: (count: number, done: number) =>
    `${pluralEn(count, 'task', 'tasks')}${done > 0 ? `, ${done === count ? 'all' : done} done` : ''}`,
  makeTasks: (count: number) => `✅ Make ${pluralEn(count, 'task', 'tasks')} of the next steps`,
  taskDone: (title: string) => `☑ Done: ${title}`,
  askAgain: '🔁 Ask for approval again',
  analyzing: '🧠 Analysing the conversation…',
  analysisFailed: 'The conversation could not be analysed.',
  sentiment: 'Mood',
  sentiments: { positive: '🙂 positive', neutral: '😐 neutral', negative: '🙁 negative' } as Record<string, string>,
  topics: 'Topics',
  summary: 'Summary',
  nextSteps: 'Next steps',
  objections: 'Objections',
  scorecard: (mean: number) => `Score: ${mean.toFixed(1)} of 10`,
  offlineEngine: 'Analysed without a language model, by word lists.',
  noDisclosure: '⚠️ The agent did not say that an AI calls.',
  transcript: '📄 Transcript',
  recording: '🎧 Recording',
  again: '🔁 Call again',
  followUp: '✍️ Follow-up',
  lead: '👤 Lead',
  dialAgain: '📞 Dial again',
  closeCall: 'Close it',
  alreadyRequested: 'A call request for this lead is waiting for approval already.',
  transcriptTitle: (name: string, page: number, pages: number) => html`<b>${name}</b> · transcript ${page}/${pages}`,
  transcriptEmpty: 'There is no transcript.',
  speakers: { A: 'Client', B: 'Agent' },
  recordingCaption: (name: string) => html`Recording: ${name}`,
  recordingAbsent: 'There is no recording of this call.',
  recordingTooBig: 'The recording is larger than a bot may send (50 MB). It is in the web version.',
  againRequested: 'A new call request is on its way to the approvers.',
  draftRequested: 'Writing a draft; it will come here in a moment.',
  noConversation: 'There is no chat with this client yet, so there is nowhere to send a reply.',
};
export type CallTexts = typeof calls;
