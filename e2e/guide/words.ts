import type { Language } from '../texts.ts'

/** What people of the guide's world typed themselves, in the language of the pictures. */
const en = {
  timeZone: 'Europe/London',
  organization: { name: 'Acme Research', slug: 'acme-research' },
  other: { name: 'Lumen Studio', slug: 'lumen-studio' },
  names: {
    olivia: 'Olivia Park',
    ada: 'Ada Lindqvist',
    grace: 'Grace Okafor',
    tom: 'Tom Becker',
    mia: 'Mia Rossi',
    leo: 'Leo Novak',
  },
  keys: {
    support: { name: 'support assistant', remark: 'Answers the questions that come in on the website' },
    reports: { name: 'nightly reports', remark: 'Sums up the day at two in the morning' },
    search: { name: 'document search', remark: '' },
    notebook: { name: 'notebook', remark: 'Trials of the lab' },
    laptop: { name: 'old laptop', remark: 'Lost in May' },
    lumen: { name: 'website', remark: '' },
    fresh: { name: 'translation service', remark: 'The team that looks after the product pages' },
  },
  tokens: { reports: 'monthly report', watch: 'balance on the wall', fresh: 'spreadsheet' },
  credits: { first: 'Budget of the quarter', second: 'Second half of the budget', fix: 'Entered twice' },
  refund: 'Wrong answer, reported by Grace',
  invitations: [
    'For Ada',
    'For Grace',
    'For Tom',
    'For Mia',
    'For Leo',
    'For the new intern',
    'Sent in error',
    'For the guest from Oslo',
  ],
  upstreams: { cloud: 'OpenAI', own: 'Our own cluster', next: 'Second cluster' },
  search: 'note',
  chat: {
    title: 'Three points of a meeting',
    system: 'You answer in short sentences.',
    question: 'Sum up the meeting of the lab in three points.',
    answer: [
      'Three points came out of the meeting:\n\n',
      '1. **Sensors.** The new batch drifts by 0.4 percent an hour. Grace asks the maker for a replacement.\n',
      '2. **Schedule.** The trial moves by a week, to the second of December.\n',
      '3. **Budget.** Two thirds are spent. Tom sends a forecast on Monday.\n',
      '\nNothing was decided about the second lab.',
    ],
    fine: 'OK.',
  },
  minutes: 'Sum up the minutes of this meeting. ',
}

const zh: typeof en = {
  timeZone: 'Asia/Shanghai',
  organization: { name: '远山研究院', slug: 'yuanshan' },
  other: { name: '流明工作室', slug: 'lumen-studio' },
  names: {
    olivia: '欧阳宁',
    ada: '林晓',
    grace: '王静怡',
    tom: '陈磊',
    mia: '周明月',
    leo: '赵一帆',
  },
  keys: {
    support: { name: '客服助手', remark: '回答网站访客的问题' },
    reports: { name: '夜间报告', remark: '每天凌晨两点汇总当天情况' },
    search: { name: '文档搜索', remark: '' },
    notebook: { name: '实验笔记', remark: '实验室试用' },
    laptop: { name: '旧笔记本电脑', remark: '五月遗失' },
    lumen: { name: '网站', remark: '' },
    fresh: { name: '翻译服务', remark: '由产品页面团队使用' },
  },
  tokens: { reports: '月度报告', watch: '大屏余额', fresh: '电子表格' },
  credits: { first: '本季度预算', second: '预算的后半部分', fix: '重复录入' },
  refund: '回答有误，由王静怡反馈',
  invitations: [
    '给林晓',
    '给王静怡',
    '给陈磊',
    '给周明月',
    '给赵一帆',
    '给新来的实习生',
    '误发',
    '给来访学者',
  ],
  upstreams: { cloud: 'OpenAI', own: '自建集群', next: '第二集群' },
  search: '笔记',
  chat: {
    title: '会议要点',
    system: '请用简短的句子回答。',
    question: '请把实验室会议归纳为三点。',
    answer: [
      '会议有三个要点：\n\n',
      '1. **传感器。** 新批次每小时漂移 0.4%，由王静怡联系厂家更换。\n',
      '2. **进度。** 试验推迟一周，改到十二月二日。\n',
      '3. **预算。** 已用去三分之二，陈磊周一提交预测。\n',
      '\n关于第二实验室尚无决定。',
    ],
    fine: '好的。',
  },
  minutes: '请总结这次会议的记录。',
}

export type Words = typeof en
export const words: Record<Language, Words> = { en, zh }
