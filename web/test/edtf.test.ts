import { expect, it } from 'vitest';
import { formatEDTF } from '../src/edtf.ts';
import { en } from '../src/texts/en.ts';

it.each([
  ['2020-11-25', '25 November 2020'],
  ['2020-11', 'November 2020'],
  ['1992', '1992'],
  ['1992-07~', 'July 1992 (approximately)'],
  ['1993-06-27?', '27 June 1993 (uncertain)'],
  ['1990%', '1990 (uncertain, approximately)'],
  ['2020-10-09/2020-10-15', '9 October 2020 to 15 October 2020'],
  ['../1994-05-12', 'not after 12 May 1994'],
  ['1994-05-12/..', 'not before 12 May 1994'],
  ['[1992-05-08..1992-05-09]', 'some time between 8 May 1992 and 9 May 1992'],
  ['some spring', 'some spring'],
  ['2020-13', '2020-13'],
])('%s reads %j', (edtf, words) => {
  expect(formatEDTF(edtf, en)).toBe(words);
});
