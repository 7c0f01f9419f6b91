/** Everything that opens over a page, or beside it. One file, so that it comes with one request. */
export { ConfirmWindow } from './confirm-window.tsx'
export { DialogWindow } from './dialog-window.tsx'
export { DrawerWindow } from './drawer-window.tsx'
export { SidePanelWindow } from './side-panel-window.tsx'
