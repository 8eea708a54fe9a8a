import type { ConversationFlavor } from '@grammyjs/conversations';
import type { MenuFlavor } from '@grammyjs/menu';
import type { Context as GrammyContext } from 'grammy';
import type { Log } from '#platform/log.ts';
import type { Context, ContextFactory } from '#domain/context.ts';
import type { findUserByTelegram } from '#domain/users/find-user-by-telegram.ts';
import type { ButtonSigner, KeyboardMaker } from '#bot/buttons.ts';
import type { Language, Texts } from '#bot/texts/texts.ts';

/** A member of the organization as operations show them. */
export type Member = NonNullable<Awaited<ReturnType<typeof findUserByTelegram>>>;

/** What one organization's bot is made of. */
export interface BotDeps {
  organizationId: string;
  make: ContextFactory;
  signer: ButtonSigner;
  log: Log;
}

/** Who reads a screen: language and time zone of everything shown. */
export interface Reader {
  language: Language;
  timeZone: string;
  texts: Texts;
}

interface BotFields extends Reader {
  deps: BotDeps;
  /** Acts as the member; as the system for people who are none, whose operations the handlers choose with care. */
  operation: Context;
  asSystem: Context;
  /** Absent for clients and strangers. */
  member: Member | null;
  /** Whose access was closed: no member any more, and no client either. */
  isFormerMember: boolean;
  /** Keyboards bound to the chat of this update. */
  keyboard: KeyboardMaker;
}

/** Context inside dialogues, without our fields: those are reached by `conversation.external`. */
export type DialogueContext = GrammyContext;
export type BotContext = ConversationFlavor<GrammyContext & BotFields & MenuFlavor>;
/** An update of a member, as handlers behind `membersOnly` see it. */
export type MemberContext = BotContext & { member: Member };
