import type { MailKind } from './queue.ts'
import type { Words } from './words.ts'

type Kind = Extract<MailKind, `identity_${string}`>

export const identitiesEn: Record<Kind, Words> = {
  identity_linked: {
    subject: 'An account elsewhere was linked to yours',
    paragraphs: ({ username = '', provider = '', label = '' }) => [
      `“${label}” at ${provider} can now sign in to the account “${username}”. All its other sessions were ended.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'Look at what is linked',
    after: () => ['If it was not you, unlink it and change your password.'],
  },
  identity_unlinked: {
    subject: 'An account elsewhere was unlinked from yours',
    paragraphs: ({ username = '', provider = '', label = '' }) => [
      `“${label}” at ${provider} no longer signs in to the account “${username}”. All its other sessions were ended.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'Look at what is linked',
    after: () => ['If it was not you, change your password.'],
  },
}

export const identitiesZh: Record<Kind, Words> = {
  identity_linked: {
    subject: '您的账户绑定了一个外部账户',
    paragraphs: ({ username = '', provider = '', label = '' }) => [
      `${provider} 的“${label}”现在可以登录账户“${username}”，其他登录会话均已结束。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '查看账户绑定',
    after: () => ['如果不是您本人操作，请解除绑定并修改密码。'],
  },
  identity_unlinked: {
    subject: '您的账户解除了一个外部账户的绑定',
    paragraphs: ({ username = '', provider = '', label = '' }) => [
      `${provider} 的“${label}”不能再登录账户“${username}”，其他登录会话均已结束。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '查看账户绑定',
    after: () => ['如果不是您本人操作，请修改密码。'],
  },
}
