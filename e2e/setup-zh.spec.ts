import { setUpJourney } from './setup-journey.ts'
import { test, withoutOperator } from './test.ts'

// A file of its own, since the link works once and each file has a server of its own.
test.use({ serverEnv: withoutOperator, locale: 'zh-CN' })

setUpJourney('zh')
