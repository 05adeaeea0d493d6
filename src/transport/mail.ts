import { SeamError } from '../errors/seam-error.js';
import type { Mail } from '../model/delivery.js';
import { bareHost, isLoopback } from './address.js';

export type MailSettings = {
  /** Name of the channel, for errors. */
  readonly channel: string;
  /** Allow a server that speaks no TLS. */
  readonly allowHttp: boolean;
  /** Seconds until the server is given up. */
  readonly timeout: number;
  /** Takes the secrets out of a text. */
  readonly redact: (text: string) => string;
};

/**
 * Sends a mail through an SMTP server, over TLS unless the server is on this machine. Gives the recipients that the server
 * refused, where it took the mail for others.
 * @throws SeamError `not-delivered` where the server took it for nobody, `config-invalid` for an address of a server that
 * is none
 */
export async function sendMail(
  mail: Mail,
  { channel, allowHttp, timeout, redact }: MailSettings,
): Promise<readonly string[]> {
  const server = URL.canParse(mail.server) ? new URL(mail.server) : undefined;
  if (server === undefined || (server.protocol !== 'smtp:' && server.protocol !== 'smtps:')) {
    throw new SeamError('config-invalid', {
      why: 'The server of the channel is no address of an SMTP server.',
      where: { channel },
      fix: 'Write it as smtps://mail.example.com:465 or smtp://mail.example.com:587.',
    });
  }
  const { createTransport } = await import('nodemailer');
  const milliseconds = timeout * 1000;
  const secure = server.protocol === 'smtps:';
  const user = decodeURIComponent(server.username);
  const transport = createTransport({
    host: bareHost(server),
    port: server.port === '' ? (secure ? 465 : 587) : Number(server.port),
    secure,
    requireTLS: !secure && !allowHttp && !isLoopback(server.hostname),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(server.password) } }),
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { rejected } = await transport.sendMail({
      envelope: { from: mail.from, to: [...(mail.only ?? mail.to)] },
      from: mail.from,
      to: [...mail.to],
      subject: mail.subject,
      text: mail.text,
      messageId: mail.messageId,
      references: mail.references,
      headers: { 'auto-submitted': 'auto-generated' },
    });
    return rejected;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new SeamError('not-delivered', {
      why: redact(`The mail was not taken by ${server.host}: ${said}.`),
      where: { channel },
      fix: 'Check the server and the addresses of the channel; the next scan tries it again.',
      cause: new Error(redact(said)),
    });
  } finally {
    transport.close();
  }
}
