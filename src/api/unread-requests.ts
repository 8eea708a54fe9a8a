import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { newId } from '#platform/ids.ts';

/** What can be said of a request that was never read whole, by the code of Node's parser. */
const answers: Readonly<Record<string, { status: string; code: string; message: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'payload_too_large',
    message: 'The address and headers are longer than 16 KB. Send long values in the body.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'bad_request',
    message: 'The request did not come whole in time. Send it again.',
  },
};
const broken = {
  status: '400 Bad Request',
  code: 'bad_request',
  message: 'This is not an HTTP request that can be read.',
};

/** Answers requests that HTTP itself refuses in the one error shape, and closes their connection. */
export function answerUnreadRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { status, code, message } = answers[error.code ?? ''] ?? broken;
    const requestId = newId();
    const body = JSON.stringify({ code, message, requestId });
    socket.end(
      [
        `HTTP/1.1 ${status}`,
        'content-type: application/json',
        `content-length: ${Buffer.byteLength(body)}`,
        `x-request-id: ${requestId}`,
        'cache-control: no-store',
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  });
}
