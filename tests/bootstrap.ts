import { assert } from '@japa/assert'
import { apiClient } from '@japa/api-client'
import app from '@adonisjs/core/services/app'
import type { Config } from '@japa/runner/types'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import testUtils from '@adonisjs/core/services/test_utils'
import { browserClient } from '@japa/browser-client'
import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import { sessionApiClient } from '@adonisjs/session/plugins/api_client'
import { spec } from '@japa/runner/reporters'
import { shieldApiClient } from '@adonisjs/shield/plugins/api_client'
import { authBrowserClient } from '@adonisjs/auth/plugins/browser_client'
import { sessionBrowserClient } from '@adonisjs/session/plugins/browser_client'
import { emptyTables } from '#tests/helpers/database'
import { refuseSecondConnections } from '#tests/helpers/one_connection'
import { launchChromium } from '#tests/helpers/chromium'
import { SummaryReporter } from '#tests/helpers/summary_reporter'

export const plugins: Config['plugins'] = [
  assert(),
  apiClient(),
  pluginAdonisJS(app),
  sessionApiClient(app),
  shieldApiClient(),
  authApiClient(app),
  browserClient({
    runInSuites: ['browser'],
    launcher: launchChromium,
  }),
  sessionBrowserClient(app),
  authBrowserClient(app),
]

export const reporters: Config['reporters'] = {
  activated: ['spec'],
  list: [spec(), { name: 'summary', handler: (...args) => new SummaryReporter().boot(...args) }],
}

export const runnerHooks: Required<Pick<Config, 'setup' | 'teardown'>> = {
  setup: [migrate, refuseSecondConnections],
  teardown: [],
}

export const configureSuite: Config['configureSuite'] = (suite) => {
  /** What one file leaves behind must not be what the next one finds. */
  suite.onGroup((group) => group.setup(emptyTables))
  if (suite.name !== 'unit') {
    suite.setup(() => testUtils.httpServer().start())
  }
}

async function migrate() {
  await testUtils.db().migrate()
}
