import type { Words } from './words.ts'

type Kind = 'deletion_asked' | 'export_ready'

const en: Record<Kind, Words> = {
  deletion_asked: {
    subject: 'Your account is going to be deleted',
    paragraphs: ({ username = '', time = '' }) => [
      `The account “${username}” was deleted. It is closed now: all sessions ended, its API keys and access tokens stopped.`,
      `On ${time} everything about it is erased for good. Until then you can take it back.`,
    ],
    button: 'Keep the account',
    after: () => [
      'The page that opens asks once more. If it was not you who deleted it, take it back and choose a new password.',
    ],
  },
  export_ready: {
    subject: 'Your archive is ready',
    paragraphs: ({ username = '', time = '' }) => [
      `The archive with everything about the account “${username}” is ready. It can be downloaded until ${time}; then it is deleted.`,
    ],
    button: 'To the archive',
    after: () => ['Sign in to download it. If you did not ask for it, change your password.'],
  },
}

const zh: Record<Kind, Words> = {
  deletion_asked: {
    subject: '您的账户即将删除',
    paragraphs: ({ username = '', time = '' }) => [
      `账户“${username}”已申请删除，现已关闭：所有会话均已结束，API 密钥和访问令牌均已停用。`,
      `${time} 将彻底清除该账户的全部数据。在此之前，您可以撤销删除。`,
    ],
    button: '保留账户',
    after: () => ['打开的页面会再次确认。如果不是您本人删除的，请撤销删除并设置新密码。'],
  },
  export_ready: {
    subject: '您的归档已就绪',
    paragraphs: ({ username = '', time = '' }) => [
      `包含账户“${username}”全部数据的归档已就绪。可在 ${time} 之前下载，之后将被删除。`,
    ],
    button: '前往下载',
    after: () => ['下载前需要登录。如果不是您本人申请的，请修改密码。'],
  },
}

/** What is written about accounts that go, and archives. */
export const leavingWords = { en, zh }
