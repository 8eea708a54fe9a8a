/** What holds for all operations, at the head of the page. */
export const overview = `A CRM that lives in a Telegram chat. Everything that the bot can do, a program can do here.

**Signing in.** \`POST /api/auth/register\` or \`POST /api/auth/login\` answers with a \`token\`; send it as \`Authorization: Bearer <token>\`. It lives for \`expires_in\` seconds; \`POST /api/auth/refresh\` exchanges the refresh token for a new pair, once.

**Refusals** have one shape: \`{code, message, reason?, requestId, fields?}\`. \`message\` says what is wrong and the way out, \`reason\` is a stable key for programs, \`fields\` names each wrong field. Records that the caller may not see answer 404, as if they were not there.

**Pages.** Lists take \`limit\` and answer \`{items, nextCursor}\`; send \`nextCursor\` back as \`cursor\` until it is null. Where \`offset\` is offered the answer has \`total\` too.

**Versions.** A record carries \`version\` and an \`ETag\`. Send the tag as \`If-Match\` to change only what you saw; 412 says that somebody was faster. Send it as \`If-None-Match\` to get 304 without a body when nothing changed.

**Repeats.** A POST that creates something takes an \`Idempotency-Key\`: the same key with the same body answers as the first time, with \`Idempotency-Replayed: true\`.

**Limits.** Each answer has \`RateLimit\` and \`RateLimit-Policy\` (and the older \`RateLimit-Limit\`, \`-Remaining\`, \`-Reset\`); 429 and 503 have \`Retry-After\`. A JSON body may have 1 MB and 32 levels.

**Request ids.** Each answer has an \`X-Request-Id\`, yours if you sent a fit one; name it when you ask for help.

**Live events.** A WebSocket at \`/ws\` sends \`{id, type, subjectId, data, at}\` for everything that its user may see; reconnect with \`?lastEventId=<id>\` to get what you missed, once. \`/ws/calls\` has the three messages of the older analytics API. The token goes into \`Authorization\`, into \`?token=\`, or into the sub-protocols \`bearer, <token>\`.

**Webhooks.** \`POST /api/webhook-subscriptions\` has events sent to an address of yours; how to check their signature is under *webhooks* below.

Operations marked \`x-not-implemented\` answer 501 and say what will come.`;
