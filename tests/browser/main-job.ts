import type { Browser } from 'playwright-core';
import { textsFor } from '#bot/texts/texts.ts';
import type { Language } from '#bot/texts/texts.ts';
import { telegramPage } from './telegram-page.ts';
import type { TelegramPage } from './telegram-page.ts';

/** What the people of one run say, and on what screen they look. */
export interface Play {
  language: Language;
  /** Text of the link on the start page that leads to these three people. */
  entrance: RegExp;
  client: { firstName: string; name: string; says: string; phone: string };
  manager: { name: string; editedGoal: string };
  agent: string;
  screen: { width: number; height: number };
  colors: 'light' | 'dark';
  /** The report channel speaks the organization's language, whoever reads it. */
  channel: { title: string; language: Language };
  folder: string;
}

const plain = (html: { source: string }) => html.source.replace(/<[^>]+>/g, '');

/** The whole main job on the sandbox page by taps and typing; resolves to the reply that the client read. */
export async function playMainJob(browser: Browser, url: string, play: Play): Promise<string> {
  const context = await browser.newContext({
    viewport: play.screen,
    colorScheme: play.colors,
    locale: play.language === 'ru' ? 'ru-RU' : 'en-GB',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  const telegram = telegramPage(page, play.folder);
  try {
    await page.goto(`${url}/sandbox`);
    await telegram.shoot('entrance');
    await page.getByRole('link', { name: play.entrance }).click();
    await writeAsClient(telegram, play);
    await askForCall(telegram, play);
    await approve(telegram, play);
    await followCall(telegram, play);
    await readReport(telegram, play);
    const reply = await sendDraft(telegram, play);
    if (problems.length > 0) throw new Error(`The page complained: ${problems.join('; ')}`);
    return reply;
  } catch (error) {
    await telegram.shoot('stopped').catch(() => undefined);
    throw error;
  } finally {
    await context.close();
  }
}

async function writeAsClient(telegram: TelegramPage, play: Play): Promise<void> {
  const { start } = textsFor(play.language);
  const client = telegram.person(0);
  await client.open('Перезвон');
  await telegram.shoot('client-opens-the-bot');
  await client.pressStart();
  await client.sees(plain(start.greetClient('Север Авто')));
  await client.write(play.client.says);
  await client.sees(start.received);
  await telegram.shoot('client-writes');
}

async function askForCall(telegram: TelegramPage, play: Play): Promise<void> {
  const { leads, callRequests, conversations, drafts } = textsFor(play.language);
  const manager = telegram.person(1);
  const leadCard = await manager.sees(`👤 ${play.client.name}`, play.client.says);
  await manager.sees(`💬 ${play.client.name}`, plain(conversations.replyHint));
  await manager.sees(drafts.proposal, play.client.name);
  await telegram.shoot('lead-message-and-draft');
  await manager.tap(leads.call, leadCard);
  await manager.sees(plain(callRequests.askGoal(play.client.name)));
  await telegram.shoot('goal-is-asked');
  await manager.tap(callRequests.goals[1] ?? '');
  await manager.sees(plain(callRequests.askAgent));
  await telegram.shoot('agent-is-asked');
  await manager.tap(play.agent);
  await manager.sees(plain(callRequests.askPhone));
  await telegram.shoot('number-is-asked');
  await manager.tap(play.client.phone);
  await manager.sees(plain(callRequests.askWindow));
  await telegram.shoot('time-is-asked');
  await manager.tap(callRequests.windowChoices.soon);
  await manager.sees(plain(callRequests.reviewTitle));
  await telegram.shoot('last-look');
  await manager.tap(`✏️ ${callRequests.fields.cost}`);
  await manager.sees(plain(callRequests.askCost));
  await manager.tap(callRequests.money(200));
  await manager.tap(`✏️ ${callRequests.fields.goal}`);
  await manager.sees(plain(callRequests.askGoal(play.client.name)));
  await manager.write(play.manager.editedGoal);
  await manager.sees(plain(callRequests.reviewTitle), play.manager.editedGoal, callRequests.money(200));
  await telegram.shoot('last-look-after-edits');
  await manager.tap(callRequests.send);
  await manager.sees(play.manager.editedGoal, callRequests.statuses.pending);
  await telegram.shoot('request-waits');
}

async function approve(telegram: TelegramPage, play: Play): Promise<void> {
  const { callRequests } = textsFor(play.language);
  const approver = telegram.person(2);
  const card = await approver.sees(plain(callRequests.approvalTitle), play.manager.editedGoal);
  await telegram.shoot('approval-card');
  await approver.tap(callRequests.approve, card);
  await approver.sees(play.manager.editedGoal, callRequests.statuses.approved);
  await telegram.shoot('approved');
}

async function followCall(telegram: TelegramPage, play: Play): Promise<void> {
  const { calls } = textsFor(play.language);
  const manager = telegram.person(1);
  await manager.sees(plain(calls.title(play.client.name)));
  await telegram.shoot('live-call');
  const result = await manager.sees(plain(calls.title(play.client.name)), calls.statuses.ended, calls.summary);
  await telegram.shoot('result');
  await manager.tap(calls.transcript, result);
  await manager.sees(plain(calls.transcriptTitle(play.client.name, 1, 1)), calls.speakers.A, calls.speakers.B);
  await telegram.shoot('transcript');
  await manager.tap(calls.recording);
  await manager.sees(plain(calls.recordingCaption(play.client.name)));
  await playsSound(telegram);
  await telegram.shoot('recording');
}

/** Runs in the page: how long the newest sound is, once the browser has read its head. */
const readDuration = `new Promise((resolve, reject) => {
  const audio = [...document.querySelectorAll('article audio')].at(-1);
  audio.addEventListener('loadedmetadata', () => resolve(audio.duration));
  audio.addEventListener('error', () => reject(new Error('The recording cannot be read.')));
  audio.preload = 'metadata';
  audio.load();
})`;

/** The recording is sound that the browser can read, not just a message with a player. */
async function playsSound({ page }: TelegramPage): Promise<void> {
  const durationSec = await page.evaluate(readDuration);
  if (typeof durationSec !== 'number' || durationSec <= 3)
    throw new Error(`The recording lasts ${String(durationSec)} s.`);
}

async function readReport(telegram: TelegramPage, play: Play): Promise<void> {
  const manager = telegram.person(1);
  await manager.open(play.channel.title);
  await manager.sees(plain(textsFor(play.channel.language).calls.reportTitle), play.manager.name);
  await telegram.shoot('report-in-the-channel');
  await manager.open('Перезвон');
}

async function sendDraft(telegram: TelegramPage, play: Play): Promise<string> {
  const { drafts } = textsFor(play.language);
  const manager = telegram.person(1);
  const card = await manager.sees(plain(drafts.title(play.client.name)), drafts.afterCall);
  await card.getByRole('button', { name: drafts.send, exact: true }).waitFor();
  await telegram.shoot('draft');
  const proposal = (await card.locator('.text').innerText()).split(drafts.proposal)[1]?.trim() ?? '';
  await manager.tap(drafts.send, card);
  await manager.sees(plain(drafts.title(play.client.name)), drafts.statuses['sent'] ?? '');
  await telegram.shoot('draft-sent');
  const firstLine = proposal.split('\n')[0] ?? '';
  const reply = await telegram.person(0).sees(firstLine);
  await telegram.shoot('client-reads-the-reply');
  return reply.locator('.text').innerText();
}
