export { createSettings, type Settings, type SettingsStore } from './settings.ts'
export { type SettingName, settingNames } from './table.ts'
