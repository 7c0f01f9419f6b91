import { expect, test } from 'vitest'
import { readSender, readSmtpUrl } from './smtp-url.ts'

test.each([
  ['smtps://a:b%20c@mail.example.com', { port: 465, security: 'tls', username: 'a', password: 'b c' }],
  ['smtp://mail.example.com', { port: 587, security: 'starttls', username: null, password: null }],
  ['smtp://127.0.0.1:1025?security=none', { host: '127.0.0.1', port: 1025, security: 'none' }],
  ['smtp://[::1]:25', { host: '::1', port: 25 }],
])('%s', (text, server) => expect(readSmtpUrl(text)).toMatchObject(server))

test.each([
  'http://mail.example.com',
  'smtp://',
  'mail.example.com',
  'smtps://mail.example.com?security=none',
  'smtp://mail.example.com?security=off',
  'smtp://mail.example.com/path',
  'smtp://a:%ff@mail.example.com',
])('%s is none', (text) => expect(readSmtpUrl(text)).toBeNull())

test.each([
  ['portico@example.com', { name: '', address: 'portico@example.com' }],
  ['Portico <portico@example.com>', { name: 'Portico', address: 'portico@example.com' }],
  ['门户 <a@b.example>', { name: '门户', address: 'a@b.example' }],
])('%s is a sender', (text, mailbox) => expect(readSender(text)).toEqual(mailbox))

test.each(['', 'Portico', 'a@b\r\nBcc: c@d', 'a@b <c@d> e', 'a b@c', 'Portico <a@b', 'a\0@b'])(
  'rule 39: %j is no sender',
  (text) => expect(readSender(text)).toBeNull(),
)
