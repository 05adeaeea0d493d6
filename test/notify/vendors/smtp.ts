import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { JsonObject } from '../../../src/model/json.ts';

/** A mail server on loopback, with mailboxes. */
export type MailServer = {
  readonly options: JsonObject;
  readonly taken: readonly ParsedMail[];
  /** Whom each mail that was taken went to. */
  readonly envelopes: readonly (readonly string[])[];
  readonly refused: readonly string[];
  close(): Promise<void>;
};

/** Octets of a line with its end, RFC 5321, 4.5.3.1.6; octets of a mail that this server takes. */
const most = { line: 1000, mail: 100_000 } as const;

/** Starts it with these mailboxes. */
export async function startMailServer(
  boxes: ReadonlySet<string> = new Set(['ops@example.com']),
): Promise<MailServer> {
  const taken: ParsedMail[] = [];
  const envelopes: string[][] = [];
  const refused: string[] = [];
  const refuse = (code: number, text: string) => {
    refused.push(`${code} ${text}`);
    return Object.assign(new Error(text), { responseCode: code });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: most.mail,
    onRcptTo: ({ address }, _, done) =>
      done(boxes.has(address) ? undefined : refuse(550, '5.1.1 no such mailbox')),
    async onData(stream, { envelope }, done) {
      const pieces: Buffer[] = [];
      for await (const piece of stream) pieces.push(piece as Buffer);
      const raw = Buffer.concat(pieces);
      if (stream.sizeExceeded) return done(refuse(552, '5.3.4 the mail is too large'));
      const lines = raw.toString('latin1').split('\r\n');
      const fault =
        lines.some((line) => line.length + 2 > most.line) || lines.some((line) => /[\r\n\0]/.test(line));
      if (fault) return done(refuse(550, '5.6.0 a line is too long or broken'));
      taken.push(await simpleParser(raw));
      envelopes.push(envelope.rcptTo.map(({ address }) => address));
      done();
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    options: { server: `smtp://127.0.0.1:${port}`, from: 'seam@example.com', to: [...boxes] },
    taken,
    envelopes,
    refused,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
