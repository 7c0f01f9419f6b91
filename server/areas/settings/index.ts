export { createSettings, type Settings, type SettingsStore } from './settings.ts'
export { decidedRule, switchedOff, switchedOn } from './switched-on.ts'
export { type SettingName, settingNames } from './table.ts'
