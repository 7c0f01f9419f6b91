import type { Words } from './words.ts'

type Kind = 'password_required' | 'second_factor_removed'

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
  second_factor_removed: {
    subject: 'The operator removed your second factor',
    paragraphs: ({ username = '' }) => [
      `The operator removed the authenticator and the recovery codes of the account “${username}”: its password alone is enough to sign in. It was signed out everywhere.`,
      'If you had asked for it, sign in and set up two-factor authentication again. If you had not, ask the operator why.',
    ],
    button: 'Set it up',
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
  second_factor_removed: {
    subject: '运营者移除了您的双重验证',
    paragraphs: ({ username = '' }) => [
      `运营者移除了账户“${username}”的身份验证器和恢复码：现在只凭密码即可登录。该账户已在所有设备上退出登录。`,
      '如果是您提出的要求，请登录后重新设置双重验证；如果不是，请向运营者询问原因。',
    ],
    button: '重新设置',
  },
}

/** What is written about acts of the operator on an account. */
export const operatorWords = { en, zh }
