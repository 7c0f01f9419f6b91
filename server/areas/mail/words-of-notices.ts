import type { Words } from './words.ts'

type Kind = 'access_token_made' | 'second_factor_due' | 'address_restored'

const en: Record<Kind, Words> = {
  access_token_made: {
    subject: 'A new access token for your account',
    paragraphs: ({ username = '', name = '' }) => [
      `The access token “${name}” of the account “${username}” has a new secret. Whoever has it acts for the account, as far as the token allows.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'Look at the access tokens',
    after: () => ['If it was not you, revoke the token there and change your password.'],
  },
  address_restored: {
    subject: 'Choose a new password: your address was put back',
    paragraphs: ({ username = '' }) => [
      `This address is the primary one of the account “${username}” again. Whoever had changed it may know the password, so nobody signs in before a new one is chosen.`,
    ],
    button: 'Choose a new password',
    after: () => [
      'The link is good once, for 30 minutes. After that, ask for a new one with “Forgot your password?” on the sign-in page.',
    ],
  },
  second_factor_due: {
    subject: 'Your organization requires two-factor authentication',
    paragraphs: ({ username = '', organization = '', time = '' }) => [
      `The organization “${organization}” requires two-factor authentication of its members from ${time} on. The account “${username}” has none yet.`,
      'From then on you get into this organization only with it. Your other organizations and your API keys stay as they are.',
    ],
    button: 'Set it up',
  },
}

const zh: Record<Kind, Words> = {
  access_token_made: {
    subject: '您的账户有新的访问令牌',
    paragraphs: ({ username = '', name = '' }) => [
      `账户“${username}”的访问令牌“${name}”有了新的密钥。持有者可以在令牌允许的范围内代表该账户操作。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '查看访问令牌',
    after: () => ['如果不是您本人操作，请在那里吊销该令牌，并修改密码。'],
  },
  address_restored: {
    subject: '邮箱地址已恢复，请设置新密码',
    paragraphs: ({ username = '' }) => [
      `此邮箱已恢复为账户“${username}”的主邮箱。更改过它的人可能知道密码，因此设置新密码之前，任何人都无法登录。`,
    ],
    button: '设置新密码',
    after: () => ['链接仅能使用一次，30 分钟内有效。过期后，请在登录页面通过“忘记密码？”申请新的链接。'],
  },
  second_factor_due: {
    subject: '您的组织要求双重验证',
    paragraphs: ({ username = '', organization = '', time = '' }) => [
      `组织“${organization}”要求成员自 ${time} 起启用双重验证。账户“${username}”尚未启用。`,
      '届时未启用者无法进入该组织，设置之后即可进入；其他组织和 API 密钥不受影响。',
    ],
    button: '前往设置',
  },
}

/** What is written about new access tokens, and of what an organization is going to require. */
export const noticeWords = { en, zh }
