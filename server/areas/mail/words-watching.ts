import type { Words } from './words.ts'

type Kind = 'new_device' | 'account_locked'

const en: Record<Kind, Words> = {
  new_device: {
    subject: 'New sign-in to your account',
    paragraphs: ({ username = '', device = '', address = '', time = '' }) => [
      `Somebody signed in to the account “${username}” in a browser that it did not know: ${device}, from the address ${address}, on ${time}.`,
      'If it was you, there is nothing to do: this browser is known from now on.',
    ],
    button: 'This was not me',
    after: () => [
      'The page that opens asks once more, then locks the account: it ends all sessions, revokes all access tokens, and lets you choose a new password. The link is good once, for 7 days.',
    ],
  },
  account_locked: {
    subject: 'Your account was locked',
    paragraphs: ({ username = '' }) => [
      `Somebody said that a sign-in to the account “${username}” was not theirs. All its sessions were ended, all its access tokens were revoked, and links in earlier mails are good no more. E-mail addresses, passkeys, linked accounts and an authenticator that were added since that sign-in were removed.`,
      'Nobody signs in before a new password is chosen. If you have chosen it already, there is nothing to do.',
    ],
    button: 'Choose a new password',
    after: () => ['Whoever opens this page can ask for a link to choose it, by mail to this address.'],
  },
}

const zh: Record<Kind, Words> = {
  new_device: {
    subject: '您的账户有新的登录',
    paragraphs: ({ username = '', device = '', address = '', time = '' }) => [
      `有人在账户“${username}”未曾使用过的浏览器中登录：${device}，地址 ${address}，时间 ${time}。`,
      '如果是您本人操作，无需理会：该浏览器今后即为已知浏览器。',
    ],
    button: '不是我本人操作',
    after: () => [
      '打开的页面会再次确认，然后锁定账户：结束所有会话、吊销所有访问令牌，并请您设置新密码。链接仅能使用一次，7 天内有效。',
    ],
  },
  account_locked: {
    subject: '您的账户已锁定',
    paragraphs: ({ username = '' }) => [
      `有人表示账户“${username}”的一次登录并非本人操作。所有会话均已结束，所有访问令牌均已吊销，此前邮件中的链接均已失效。自该次登录以来添加的邮箱地址、通行密钥、关联账户和身份验证器均已移除。`,
      '设置新密码之前，任何人都无法登录。如果您已设置新密码，无需理会。',
    ],
    button: '设置新密码',
    after: () => ['在打开的页面中，可以申请将设置新密码的链接发送到此邮箱。'],
  },
}

/** What is written about sign-ins from new browsers, and the lockdown. */
export const watchingWords = { en, zh }
