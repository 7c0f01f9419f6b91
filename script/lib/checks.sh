# Sourced after results.sh: the checks that need no test runner. The console is built by then.

types_of_console() { tsc -p console && tsc -p console/tsconfig.node.json; }

run_checks() {
  check 'lint and format' biome ci --colors=off .
  check 'types: server, contract, scripts' tsc -p .
  check 'types: console' types_of_console
  [[ ! -f e2e/tsconfig.json ]] || check 'types: journeys' tsc -p e2e
  check 'the lock file' node script/lib/lock-file.ts
  check 'texts of the console' node console/check-locales.ts
  check 'imports go one way' vitest run --project unit server/imports.unit.test.ts
  check 'sizes of files' node script/lib/sizes.ts
  check 'sizes of the built console' node script/lib/console-sizes.ts
  check 'a start under plain Node' node script/lib/start.ts
  check 'the demo' node script/lib/start-demo.ts
}
