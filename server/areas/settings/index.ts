export { createSettings, type Settings, type SettingsStore } from './settings.ts'
export { settingNames, type SettingName } from './table.ts'
