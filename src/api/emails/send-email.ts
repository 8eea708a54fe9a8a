import { QueueEmailInput, queueEmail } from '#domain/emails/queue-email.ts';
import { Email, toEmail } from '#api/emails/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const sendEmailRoute = defineRoute(
  {
    method: 'post',
    path: '/api/emails',
    operationId: 'sendEmail',
    tags: ['E-mail'],
    summary: 'Send an e-mail about a lead, contact or deal',
    description:
      'It is queued; ask for it again, or listen to `email.sent` and `email.failed`, to see what became of it. Attachments are ids of files from `POST /api/files`.',
    request: {
      body: jsonBody(QueueEmailInput, {
        leadId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        to: ['maria@example.com'],
        subject: 'Your test drive on Saturday',
        text: 'Good morning! We are looking forward to seeing you at 11.',
      }),
    },
    responses: { 201: answer(Email, 'The queued e-mail.') },
  },
  async (c) => c.json(toEmail(await queueEmail(c.get('ctx'), c.req.valid('json')), c.get('deps')), 201),
  {
    permission: 'conversations.reply',
    errors: ['not_found', 'conflict', 'service_not_connected'],
    isIdempotent: true,
  },
);
