import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { partial } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'

test.group('The gallery | searches that are too broad', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('says what to do about a search that is too broad, on the page and beside it', async ({
    client,
    assert,
    cleanup,
  }) => {
    await createAsset({ owner: cast.owner, prompt: 'a red fox' })
    await db.rawQuery(
      `INSERT INTO asset_texts_idx (segid, term, pgno) VALUES (999, CAST('0f' AS blob), 4), (999, CAST('0fz' AS blob), 8004)`
    )
    cleanup(() => db.rawQuery('DELETE FROM asset_texts_idx WHERE segid = 999'))
    const sentence = /Too many words begin with “f”: write more of it before the \*/
    const page = await client.get('/library').qs({ q: 'f*' }).loginAs(cast.viewer)
    page.assertStatus(422)
    assert.match(page.text(), sentence)
    assert.include(page.text(), 'value="f*"')
    assert.match(page.text(), /id="asset_\d+"/)

    const more = await client
      .get('/library')
      .qs({ q: 'f*', after: Buffer.from('[1]').toString('base64url') })
      .headers(partial)
      .loginAs(cast.viewer)
    more.assertStatus(422)
    assert.match(more.text(), sentence)
    assert.notInclude(more.text(), '<html')
  })
})
