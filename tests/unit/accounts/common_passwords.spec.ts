import { test } from '@japa/runner'
import { passwordProblem } from '#accounts/common_passwords'

test.group('Passwords that are guessed at once', () => {
  test('are refused: the most used, and names that stand near ({0})')
    .with([
      ['password1', []],
      ['PassWord1', []],
      ['atelier1', []],
      ['lovelace1', ['Ada Lovelace']],
      ['ada2026!', ['ada@example.com']],
    ] as [string, string[]][])
    .run(({ assert }, [password, words]) => {
      assert.isNotNull(passwordProblem(password, words))
    })

  test('are not those of other words, whatever signs they are of ({0})')
    .with([
      ['correct horse battery', []],
      ['lovelace and her engine', ['Ada Lovelace']],
      ['äöüßéèêç', []],
    ] as [string, string[]][])
    .run(({ assert }, [password, words]) => {
      assert.isNull(passwordProblem(password, words))
    })
})
