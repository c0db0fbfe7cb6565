import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Server } from './server.ts';

/** A mail as the backend wrote it. */
export interface Mail {
  to: string;
  subject: string;
  /** The readable part, decoded. */
  text: string;
  /** Addresses of this app in the text, in order. */
  links: string[];
}

/** The mails that a server has written so far, oldest first. A mail is written after the answer: wait for it. */
export async function mails(server: Server): Promise<Mail[]> {
  const files = await mailFiles(server.data);
  return Promise.all(files.map(async (file) => readMail(await readFile(file, 'utf8'))));
}

async function mailFiles(data: string): Promise<string[]> {
  const names = (await readdir(data, { recursive: true })).filter((name) => name.endsWith('.eml'));
  const files = await Promise.all(names.map(async (name) => {
    const path = join(data, name);
    return { path, written: (await stat(path)).mtimeMs };
  }));
  return files.sort((a, b) => a.written - b.written).map((file) => file.path);
}

/** Reads headers and the first text part of a mail (RFC 5322, MIME). */
export function readMail(source: string): Mail {
  const part = textPart(source);
  return {
    to: header(source, 'to'),
    subject: words(header(source, 'subject')),
    text: part,
    links: part.match(/https?:\/\/[^\s<>"]+/g) ?? []
  };
}

function split(source: string): [head: string, body: string] {
  const [, head = source, body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(source) ?? [];
  return [head.replace(/\r?\n[ \t]+/g, ' '), body];
}

function header(source: string, name: string): string {
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(split(source)[0])?.[1]?.trim() ?? '';
}

function textPart(source: string): string {
  const kind = header(source, 'content-type');
  const boundary = /boundary="?([^";]+)"?/i.exec(kind)?.[1];
  const [, body] = split(source);
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1).map((part) => part.replace(/^\r?\n/, ''));
    const readable = parts.find((part) => /^(text\/plain|multipart\/)/i.test(header(part, 'content-type')));
    return textPart(readable ?? parts[0] ?? '');
  }
  switch (header(source, 'content-transfer-encoding').toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return quotedPrintable(body);
    default:
      return body;
  }
}

function quotedPrintable(text: string): string {
  const joined = text.replace(/=\r?\n/g, '');
  return Buffer.from(joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
    .toString('utf8');
}

/** Encoded words in a header: `=?utf-8?b?...?=`. */
function words(value: string): string {
  return value
    .replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?[^?]+\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replaceAll('_', ' ')));
}
