import type { MailLocale } from './locale.ts'
import type { MailKind } from './queue.ts'
import { identitiesEn, identitiesZh } from './words-of-identities.ts'
import { leavingWords } from './words-of-leaving.ts'
import { noticeWords } from './words-of-notices.ts'
import { operatorWords } from './words-of-operator.ts'
import { passkeysEn, passkeysZh } from './words-of-passkeys.ts'
import { watchingWords } from './words-watching.ts'

type Params = Record<string, string>
/** What a mail says. Nothing that a person chose stands in a subject: it is a header, and shown before anything else. */
export type Words = {
  subject: string
  paragraphs: (params: Params) => string[]
  /** What its button says. */
  button?: string
  /** Below the button. */
  after?: (params: Params) => string[]
}

const en: Record<MailKind | 'test', Words> = {
  ...identitiesEn,
  ...passkeysEn,
  ...noticeWords.en,
  verify_email: {
    subject: 'Verify your e-mail address',
    paragraphs: ({ username = '', address = '' }) => [
      `The account “${username}” gave ${address} as its e-mail address. Confirm that it is yours.`,
    ],
    button: 'Verify the address',
    after: () => [
      'The link is good once, for 24 hours.',
      'If this is not your account, do nothing: without your confirmation the address counts for nobody.',
    ],
  },
  password_reset: {
    subject: 'Choose a new password',
    paragraphs: ({ username = '' }) => [
      `Somebody asked for a new password for the account “${username}”. If it was you, choose one now.`,
    ],
    button: 'Choose a new password',
    after: () => [
      'The link is good once, for 30 minutes. A newer mail makes it useless.',
      'If it was not you, do nothing: your password stays as it is.',
    ],
  },
  password_changed: {
    subject: 'Your password was changed',
    paragraphs: ({ username = '' }) => [
      `The password of the account “${username}” was changed, and all its other sessions were ended.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'It was not me',
    after: () => [
      'Whoever opens this page can ask for a link to choose a new password, by mail to this address.',
    ],
  },
  email_changed: {
    subject: 'The e-mail address of your account was changed',
    paragraphs: ({ username = '', from = '', to = '' }) => [
      `The primary address of the account “${username}” is ${to} now; it was ${from}.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'Undo the change',
    after: () => [
      'Undoing is possible for 7 days. It puts the old address back, ends all sessions and access tokens, and sends you a link to choose a new password.',
    ],
  },
  email_removed: {
    subject: 'An e-mail address was removed from your account',
    paragraphs: ({ username = '', address = '' }) => [
      `${address} was removed from the account “${username}”.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'Put it back',
    after: () => [
      'This is possible for 7 days. It makes this address the main one again, ends all sessions and access tokens, and sends you a link to choose a new password.',
    ],
  },
  email_added: {
    subject: 'An e-mail address was added to your account',
    paragraphs: ({ username = '', address = '' }) => [
      `${address} now belongs to the account “${username}” too, and can be used to choose a new password.`,
      'If it was not you, change your password and remove the address.',
    ],
    button: 'Look at the addresses',
  },
  second_factor_enabled: {
    subject: 'Two-factor authentication was set up',
    paragraphs: ({ username = '' }) => [
      `The account “${username}” now asks for a code of an authenticator app when it signs in. All its other sessions were ended.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'It was not me',
    after: () => [
      'Whoever opens this page can ask for a link to choose a new password, by mail to this address. Ask the operator of this installation to remove the authenticator.',
    ],
  },
  second_factor_disabled: {
    subject: 'Two-factor authentication was disabled',
    paragraphs: ({ username = '' }) => [
      `The account “${username}” no longer asks for a code when it signs in: its password alone is enough. All its other sessions were ended.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'It was not me',
    after: () => [
      'Whoever opens this page can ask for a link to choose a new password, by mail to this address.',
    ],
  },
  recovery_codes_renewed: {
    subject: 'New recovery codes were made',
    paragraphs: ({ username = '' }) => [
      `New recovery codes were made for the account “${username}”; the old ones are of no use any more.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'It was not me',
    after: () => [
      'Whoever opens this page can ask for a link to choose a new password, by mail to this address.',
    ],
  },
  recovery_code_used: {
    subject: 'A recovery code was used',
    paragraphs: ({ username = '', left = '' }) => [
      `Somebody proved to be “${username}” with a recovery code. Codes that are left: ${left}.`,
      'If it was you, there is nothing to do. Make new ones before the last is used.',
    ],
    button: 'It was not me',
    after: () => [
      'Whoever opens this page can ask for a link to choose a new password, by mail to this address. Then make new recovery codes.',
    ],
  },
  ...watchingWords.en,
  ...operatorWords.en,
  ...leavingWords.en,
  test: {
    subject: 'A test mail',
    paragraphs: () => ['Mail works: this installation can write to people.'],
  },
}

const zh: Record<MailKind | 'test', Words> = {
  ...identitiesZh,
  ...passkeysZh,
  ...noticeWords.zh,
  verify_email: {
    subject: '请验证您的邮箱地址',
    paragraphs: ({ username = '', address = '' }) => [
      `账户“${username}”填写了 ${address} 作为邮箱地址。请确认这是您的邮箱。`,
    ],
    button: '验证邮箱地址',
    after: () => [
      '链接仅能使用一次，24 小时内有效。',
      '如果这不是您的账户，无需理会：未经您验证，该地址不会生效。',
    ],
  },
  password_reset: {
    subject: '设置新密码',
    paragraphs: ({ username = '' }) => [`有人为账户“${username}”申请了新密码。如果是您本人，请现在设置。`],
    button: '设置新密码',
    after: () => [
      '链接仅能使用一次，30 分钟内有效；再次申请后旧链接即失效。',
      '如果不是您本人，无需理会：您的密码不会改变。',
    ],
  },
  password_changed: {
    subject: '您的密码已更改',
    paragraphs: ({ username = '' }) => [
      `账户“${username}”的密码已更改，其他登录会话均已结束。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '不是我本人操作',
    after: () => ['在打开的页面中，可以申请将设置新密码的链接发送到此邮箱。'],
  },
  email_changed: {
    subject: '您账户的邮箱地址已更改',
    paragraphs: ({ username = '', from = '', to = '' }) => [
      `账户“${username}”的主邮箱已由 ${from} 改为 ${to}。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '撤销更改',
    after: () => [
      '7 天内可以撤销。撤销后将恢复原邮箱、结束所有会话并吊销访问令牌，并向您发送设置新密码的链接。',
    ],
  },
  email_removed: {
    subject: '您账户的一个邮箱地址已移除',
    paragraphs: ({ username = '', address = '' }) => [
      `${address} 已从账户“${username}”中移除。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '恢复该地址',
    after: () => [
      '7 天内可以恢复。恢复后该地址重新成为主邮箱，所有会话将结束、访问令牌将被吊销，并向您发送设置新密码的链接。',
    ],
  },
  email_added: {
    subject: '您的账户新增了一个邮箱地址',
    paragraphs: ({ username = '', address = '' }) => [
      `${address} 已添加到账户“${username}”，可用于设置新密码。`,
      '如果不是您本人操作，请更改密码并移除该地址。',
    ],
    button: '查看邮箱地址',
  },
  second_factor_enabled: {
    subject: '双重验证已设置',
    paragraphs: ({ username = '' }) => [
      `账户“${username}”登录时将要求身份验证器中的验证码，其他登录会话均已结束。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '不是我本人操作',
    after: () => [
      '在打开的页面中，可以申请将设置新密码的链接发送到此邮箱。请联系本系统的运营者移除该身份验证器。',
    ],
  },
  second_factor_disabled: {
    subject: '双重验证已停用',
    paragraphs: ({ username = '' }) => [
      `账户“${username}”登录时不再要求验证码，只凭密码即可登录。其他登录会话均已结束。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '不是我本人操作',
    after: () => ['在打开的页面中，可以申请将设置新密码的链接发送到此邮箱。'],
  },
  recovery_codes_renewed: {
    subject: '已重新生成恢复码',
    paragraphs: ({ username = '' }) => [
      `账户“${username}”已重新生成恢复码，旧的恢复码不再有效。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '不是我本人操作',
    after: () => ['在打开的页面中，可以申请将设置新密码的链接发送到此邮箱。'],
  },
  recovery_code_used: {
    subject: '有人使用了恢复码',
    paragraphs: ({ username = '', left = '' }) => [
      `有人用恢复码证明自己是“${username}”。剩余恢复码：${left} 个。`,
      '如果是您本人操作，无需理会。请在用完之前重新生成。',
    ],
    button: '不是我本人操作',
    after: () => ['在打开的页面中，可以申请将设置新密码的链接发送到此邮箱，之后请重新生成恢复码。'],
  },
  ...watchingWords.zh,
  ...operatorWords.zh,
  ...leavingWords.zh,
  test: { subject: '测试邮件', paragraphs: () => ['邮件发送正常：本系统可以给用户写信了。'] },
}

const footers = {
  en: (host: string) => `Written by Portico at ${host}. This mail cannot be answered.`,
  zh: (host: string) => `由 ${host} 上的 Portico 发送，请勿回复。`,
}

export const wordsOf = (kind: MailKind | 'test', locale: MailLocale): Words => ({ en, zh })[locale][kind]
export const footerOf = (locale: MailLocale, host: string): string => footers[locale](host)
