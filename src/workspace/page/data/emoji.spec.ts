import { describe, expect, it } from 'vitest';
import { emojiChar, indexEmoji, searchEmoji } from './emoji.ts';

const index = indexEmoji({
  '1F44D': ['+1', 'thumbsup'],
  '1F44D-1F3FB': '+1_tone',
  '26A0': 'warning',
  '23-20E3': 'hash',
  '1F44E': '-1',
  '1F6A8': 'rotating_light',
});

describe('emoji', () => {
  it('knows every name of a character', () => {
    expect([emojiChar(index, '+1'), emojiChar(index, 'thumbsup')]).toEqual(['👍', '👍']);
  });

  it('asks for the colour form of an old symbol', () => {
    expect([emojiChar(index, 'warning'), emojiChar(index, 'hash')]).toEqual(['\u26a0\ufe0f', '#\ufe0f\u20e3']);
  });

  it('adds a skin tone', () => {
    expect(emojiChar(index, '+1::skin-tone-4')).toBe('\u{1f44d}\u{1f3fd}');
  });

  it('has nothing for a name nobody knows', () => {
    expect(emojiChar(index, 'nobody')).toBeNull();
  });

  it('offers names that start with what was typed before those that contain it', () => {
    expect(searchEmoji(index, 'ha', 5)).toEqual(['hash']);
    expect(searchEmoji(index, 'n', 5)).toEqual(['rotating_light', 'warning']);
  });
});
