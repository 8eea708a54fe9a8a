/**
 * A whole text frame as a server sends it: unmasked, unfragmented (RFC 6455, section 5.2). An event that thousands read is
 * framed once and then written as it is, instead of getting a header of its own for each of them.
 */
export function textFrame(text: string): Buffer {
  const payloadBytes = Buffer.byteLength(text);
  const extraBytes = payloadBytes < 126 ? 0 : payloadBytes < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + extraBytes + payloadBytes);
  frame[0] = 0x81;
  frame[1] = extraBytes === 0 ? payloadBytes : extraBytes === 2 ? 126 : 127;
  if (extraBytes === 2) frame.writeUInt16BE(payloadBytes, 2);
  else if (extraBytes === 8) frame.writeBigUInt64BE(BigInt(payloadBytes), 2);
  frame.write(text, 2 + extraBytes);
  return frame;
}
