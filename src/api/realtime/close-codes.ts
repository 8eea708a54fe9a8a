/** Why the server ends a connection; from 4000 on they are ours. After all but `signIn` a client may come again at once. */
export const closeCodes = {
  /** The server restarts. */
  restart: 1012,
  /** A message that is not of the protocol. */
  badMessage: 1008,
  /** The reader is too slow: connect again with `lastEventId`, and nothing is lost. */
  tooSlow: 4008,
  /** No token came in time, or it is not valid any more: sign in, then connect again with `lastEventId`. */
  signIn: 4401,
  /** Too many messages, or too many connections of one member. */
  tooMany: 4429,
} as const;
