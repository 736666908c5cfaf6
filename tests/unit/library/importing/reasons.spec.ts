import { test } from '@japa/runner'
import { inPlainWords } from '#library/decoding/reasons'

test.group('Why there is no picture', () => {
  test('{0} is said in plain words: {1}')
    .with([
      ['damaged: VipsJpeg: premature end of JPEG image', 'a part of it is missing'],
      ['damaged: [mov,mp4,m4a,3gp,3g2,mj2] moov atom not found', 'a part of it is missing'],
      ['damaged: [mov,mp4] hit EOF while reading sub-sample encryption info', 'encrypted'],
      ['damaged: its header is corrupt', 'cannot be opened'],
      ['damaged: gifload_buffer: no frames in GIF', 'cannot be opened'],
      ['damaged: image: bad labq format', 'The file is damaged.'],
      ['no preview: no program for image/heic is installed', 'nothing on this machine opens'],
      ['no preview: image/bmp could not be converted ([bmp] not enough data)', 'converted'],
      ['the bytes are no image of a known type', 'no known kind'],
      ['not decoded: too many pixels', 'too many pixels'],
      ['not decoded: the decoder crashed (SIGKILL)', 'broke down'],
    ])
    .run(({ assert }, [reason, sentence]) => {
      const said = inPlainWords(reason)
      assert.include(said.sentence, sentence)
      assert.notMatch(said.sentence, /vips|mov,|\[|SIG|image\//i)
      assert.equal(said.detail, reason)
    })

  test('a sentence stays as it is', ({ assert }) => {
    const reason = 'Its owner keeps it elsewhere.'
    assert.deepEqual(inPlainWords(reason), { sentence: reason, detail: null })
  })
})
