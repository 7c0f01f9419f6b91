export { type Answer, type Browser, createBrowser } from './browser.ts'
export { type TestApp, type TestClock, testApp, testClock, testLog } from './test-app.ts'
export { openTestStore, type TestStore, testStoreKind } from './test-store.ts'
