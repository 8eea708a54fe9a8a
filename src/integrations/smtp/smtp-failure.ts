import { RefusedAddressError } from '#platform/egress/address-policy.ts';
import { NameNotFoundError } from '#platform/egress/open-tcp.ts';
import { ProviderError, messageOf } from '#platform/errors.ts';
import type { FailureKind } from '#platform/errors.ts';

/** What nodemailer's errors carry. */
interface SmtpErrorFacts {
  code: string;
  responseCode: number | null;
  command: string;
}

/**
 * What a failed conversation with an SMTP server means. Once the whole body was handed over, only a clear answer tells
 * whether the server took it: silence, a broken connection and 421 leave that open.
 */
export function smtpFailure(error: unknown, bodyWasSent: boolean): ProviderError {
  if (error instanceof ProviderError) return error;
  const say = (kind: FailureKind, detail: string, sentence: string) =>
    new ProviderError('SMTP', kind, detail, sentence, { cause: error });
  if (error instanceof RefusedAddressError) return say('permanent', 'address_refused', error.message);
  if (error instanceof NameNotFoundError) return say('retryable', 'dns', error.message);
  const { code, responseCode, command } = factsOf(error);
  const answered = responseCode === null ? '' : ` (${answerOf(error)})`;
  if (bodyWasSent && (responseCode === null || responseCode === 421))
    return say(
      'unknown',
      'no_answer',
      `The mail server got the whole mail and did not say whether it took it${answered}.`,
    );
  const kind: FailureKind = responseCode !== null && responseCode >= 500 ? 'permanent' : 'retryable';
  if (code === 'EAUTH') {
    // A login that is wrong stays wrong; 4xx means that the server cannot check it now.
    const isWrong = responseCode === null || responseCode >= 500;
    return say(isWrong ? 'permanent' : 'retryable', 'login', `The mail server refused the login${answered}.`);
  }
  if (code === 'ETLS' || isCertificateProblem(error))
    return say('permanent', 'tls', `No encrypted connection to the mail server: ${messageOf(error)}.`);
  if (responseCode !== null) {
    if (command === 'MAIL FROM') return say(kind, 'sender_refused', `The mail server refused our sender${answered}.`);
    if (command === 'RCPT TO')
      return say(kind, 'recipient_refused', `The mail server refused the recipient${answered}.`);
    return say(kind, responseCode === 421 ? 'busy' : 'refused', `The mail server refused the mail${answered}.`);
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return say('permanent', 'bad_mail', messageOf(error));
  if (code === 'ETIMEDOUT') return say('retryable', 'timeout', 'The mail server did not answer in time.');
  return say('retryable', 'connection', `No connection to the mail server: ${messageOf(error)}.`);
}

function factsOf(error: unknown): SmtpErrorFacts {
  const { code, responseCode, command } = Object(error) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    responseCode: typeof responseCode === 'number' ? responseCode : null,
    command: typeof command === 'string' ? command : '',
  };
}

/** The server's own sentence on one line, short enough for a screen. */
function answerOf(error: unknown): string {
  const { response } = Object(error) as Record<string, unknown>;
  return typeof response === 'string' ? response.replaceAll(/\s+/g, ' ').slice(0, 200) : '';
}

function isCertificateProblem(error: unknown): boolean {
  const { originalCode } = Object(error) as Record<string, unknown>;
  return (
    typeof originalCode === 'string' &&
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/.test(originalCode)
  );
}
