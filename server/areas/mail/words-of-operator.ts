import type { Words } from './words.ts'

type Kind = 'password_required'

const en: Record<Kind, Words> = {
  password_required: {
    subject: 'Your account needs a new password',
    paragraphs: ({ username = '' }) => [
      `The operator asks for a new password for the account “${username}”. It was signed out everywhere, and nobody signs in before a new password is chosen.`,
    ],
    button: 'Choose a new password',
    after: () => [
      'The link is good once, for 30 minutes. After that, sign in with the password that you have: a new link comes by mail.',
    ],
  },
}

const zh: Record<Kind, Words> = {
  password_required: {
    subject: '您的账户需要设置新密码',
    paragraphs: ({ username = '' }) => [
      `运营者要求账户“${username}”设置新密码。该账户已在所有设备上退出登录，设置新密码之前，任何人都无法登录。`,
    ],
    button: '设置新密码',
    after: () => ['链接仅能使用一次，30 分钟内有效。过期后，请用现有密码登录，新链接会发送到此邮箱。'],
  },
}

/** What is written about acts of the operator on an account. */
export const operatorWords = { en, zh }
