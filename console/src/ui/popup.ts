/** What menus, selects and comboboxes share. */
export const popupClass =
  'z-50 max-w-(--available-width) rounded-md border border-line bg-surface p-1 text-ink shadow-pop outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'
export const itemClass =
  'tap flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-base no-underline outline-none data-disabled:text-muted data-disabled:opacity-60 data-highlighted:bg-hover'
