import type { MailKind } from './queue.ts'
import type { Words } from './words.ts'

type Kind = Extract<MailKind, `passkey_${string}`>

export const passkeysEn: Record<Kind, Words> = {
  passkey_added: {
    subject: 'A passkey was added to your account',
    paragraphs: ({ username = '', name = '' }) => [
      `The passkey “${name}” can now sign in to the account “${username}”. All its other sessions were ended.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'Look at the passkeys',
    after: () => ['If it was not you, delete the passkey and change your password.'],
  },
  passkey_removed: {
    subject: 'A passkey was deleted from your account',
    paragraphs: ({ username = '', name = '' }) => [
      `The passkey “${name}” no longer signs in to the account “${username}”. All its other sessions were ended.`,
      'If it was you, there is nothing to do.',
    ],
    button: 'Look at the passkeys',
    after: () => ['If it was not you, change your password.'],
  },
  passkey_copied: {
    subject: 'A passkey of yours was refused',
    paragraphs: ({ username = '', name = '' }) => [
      `The passkey “${name}” of the account “${username}” was refused: its count of uses is not above the last one. That happens where there is a copy of it.`,
      'Sign in another way, delete this passkey and make a new one. If you did not use it just now, somebody else did.',
    ],
    button: 'Look at the passkeys',
  },
}

export const passkeysZh: Record<Kind, Words> = {
  passkey_added: {
    subject: '您的账户新增了一个通行密钥',
    paragraphs: ({ username = '', name = '' }) => [
      `通行密钥“${name}”现在可以登录账户“${username}”，其他登录会话均已结束。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '查看通行密钥',
    after: () => ['如果不是您本人操作，请删除该通行密钥并更改密码。'],
  },
  passkey_removed: {
    subject: '您账户的一个通行密钥已删除',
    paragraphs: ({ username = '', name = '' }) => [
      `通行密钥“${name}”不能再登录账户“${username}”，其他登录会话均已结束。`,
      '如果是您本人操作，无需理会。',
    ],
    button: '查看通行密钥',
    after: () => ['如果不是您本人操作，请更改密码。'],
  },
  passkey_copied: {
    subject: '您的一个通行密钥被拒绝',
    paragraphs: ({ username = '', name = '' }) => [
      `账户“${username}”的通行密钥“${name}”被拒绝：它的使用计数没有大于上一次。这说明可能存在它的副本。`,
      '请用其他方式登录，删除该通行密钥并重新创建。如果刚才不是您在使用，那就是别人。',
    ],
    button: '查看通行密钥',
  },
}
