import { hmacSha256, sha256 } from '#platform/hashing.ts';

export interface S3Credentials {
  accessKey: string;
  secretKey: string;
  region: string;
}

/**
 * The headers that sign one S3 request with AWS Signature Version 4, payload included. `headers` must hold every header
 * that is to be signed, in lower case and without `host`.
 */
export function signV4(
  request: { method: string; url: URL; headers: Record<string, string>; payloadSha256: string },
  credentials: S3Credentials,
  now: Date,
): Record<string, string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = stamp.slice(0, 8);
  const scope = `${day}/${credentials.region}/s3/aws4_request`;
  const signed: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-content-sha256': request.payloadSha256,
    'x-amz-date': stamp,
  };
  const names = Object.keys(signed).sort();
  const canonicalRequest = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    ...names.map((name) => `${name}:${(signed[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    request.payloadSha256,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonicalRequest)].join('\n');
  const dateKey = hmacSha256(`AWS4${credentials.secretKey}`, day);
  const serviceKey = hmacSha256(hmacSha256(dateKey, credentials.region), 's3');
  const signature = hmacSha256(hmacSha256(serviceKey, 'aws4_request'), toSign).toString('hex');
  const { host: _, ...sent } = signed;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKey}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .sort()
    .join('&');
}

/** RFC 3986, as AWS wants it: `encodeURIComponent` leaves five characters that must be encoded. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
