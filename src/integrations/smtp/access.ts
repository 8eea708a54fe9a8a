/** How an SMTP server is reached. */
export interface SmtpAccess {
  host: string;
  port: number;
  /** `tls`: encrypted from the start; `starttls`: must turn encrypted; `none`: encrypted when the server offers it. */
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
  password: string | null;
  /** `Anna <anna@example.com>` or a plain address. */
  from: string;
  /** The operator's own address, which may be a private one and may take a password without encryption. */
  isOperators: boolean;
}

/** Reads `smtp://user:password@host:port` (port 587) or `smtps://…` (port 465); `?security=none` asks for no encryption. */
export function parseSmtpUrl(text: string, from: string): SmtpAccess {
  const url = new URL(text);
  const isTls = url.protocol === 'smtps:';
  const asked = url.searchParams.get('security');
  const port = url.port === '' ? (isTls ? 465 : 587) : Number(url.port);
  const usual = port === 465 ? 'tls' : port === 587 ? 'starttls' : 'none';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    security: isTls ? 'tls' : asked === 'none' || asked === 'starttls' ? asked : usual,
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password: url.password === '' ? null : decodeURIComponent(url.password),
    from,
    isOperators: true,
  };
}
