/** The texts of films: they come with that part of the page. */
const en = {
  film: 'Days as a film',
  saveFilm: 'Save a film…',
  title: 'Save a film',
  range: 'Days',
  seen: 'as the time bar shows them',
  own: 'others',
  from: 'From',
  to: 'To',
  frames: 'Pictures',
  which: { days: 'of each day', changes: 'of days of change' },
  speed: 'Pictures in a second',
  size: 'Size',
  format: 'Kind of file',
  length: (pictures: string, seconds: string) => `${pictures} pictures, ${seconds} s`,
  backwards: 'The film ends before it begins.',
  tooMany: (most: string) => `A film has at most ${most} pictures: choose fewer days, or days of change.`,
  gifOnly: 'This browser encodes no video, so the film is a GIF.',
  save: 'Save',
  stop: 'Cancel',
  making: (done: string, of: string) => `${done} of ${of} pictures`,
  finishing: 'The file is being put together.',
  saved: (size: string) => `Saved: ${size} MB.`,
  stopped: 'Cancelled, nothing is saved.',
  failed: (why: string) => `The film could not be made: ${why}`,
};

/** These texts with their exact arguments. */
export type FilmTexts = typeof en;

const az: FilmTexts = {
  film: 'Günlər film kimi',
  saveFilm: 'Filmi saxla…',
  title: 'Filmi saxla',
  range: 'Günlər',
  seen: 'zaman zolağında göründüyü kimi',
  own: 'başqaları',
  from: 'Başlanğıc',
  to: 'Son',
  frames: 'Şəkillər',
  which: { days: 'hər günün', changes: 'dəyişiklik günlərinin' },
  speed: 'Saniyədə şəkil',
  size: 'Ölçü',
  format: 'Fayl növü',
  length: (pictures: string, seconds: string) => `${pictures} şəkil, ${seconds} s`,
  backwards: 'Film başlamazdan əvvəl bitir.',
  tooMany: (most: string) => `Filmdə ən çoxu ${most} şəkil olur: daha az gün və ya dəyişiklik günlərini seçin.`,
  gifOnly: 'Bu brauzer video kodlaşdırmır, ona görə film GIF olacaq.',
  save: 'Saxla',
  stop: 'Ləğv et',
  making: (done: string, of: string) => `${of} şəkildən ${done}`,
  finishing: 'Fayl yığılır.',
  saved: (size: string) => `Saxlanıldı: ${size} MB.`,
  stopped: 'Ləğv edildi, heç nə saxlanılmadı.',
  failed: (why: string) => `Film hazırlana bilmədi: ${why}`,
};

const hy: FilmTexts = {
  film: 'Օրերը որպես ֆիլմ',
  saveFilm: 'Պահել ֆիլմը…',
  title: 'Պահել ֆիլմը',
  range: 'Օրեր',
  seen: 'ինչպես ժամանակի գոտում են',
  own: 'այլ',
  from: 'Սկիզբ',
  to: 'Վերջ',
  frames: 'Նկարներ',
  which: { days: 'ամեն օրվա', changes: 'փոփոխության օրերի' },
  speed: 'Նկար մեկ վայրկյանում',
  size: 'Չափ',
  format: 'Ֆայլի տեսակը',
  length: (pictures: string, seconds: string) => `${pictures} նկար, ${seconds} վ`,
  backwards: 'Ֆիլմն ավարտվում է սկսվելուց առաջ։',
  tooMany: (most: string) => `Ֆիլմն ունենում է ամենաշատը ${most} նկար․ ընտրեք ավելի քիչ օրեր կամ միայն փոփոխության օրերը։`,
  gifOnly: 'Այս դիտարկիչը տեսանյութ չի կոդավորում, ուստի ֆիլմը GIF է։',
  save: 'Պահել',
  stop: 'Չեղարկել',
  making: (done: string, of: string) => `${done} նկար ${of}-ից`,
  finishing: 'Ֆայլը կազմվում է։',
  saved: (size: string) => `Պահված է՝ ${size} ՄԲ։`,
  stopped: 'Չեղարկված է, ոչինչ չի պահվել։',
  failed: (why: string) => `Ֆիլմը չստացվեց․ ${why}`,
};

const ru: FilmTexts = {
  film: 'Дни как фильм',
  saveFilm: 'Сохранить фильм…',
  title: 'Сохранить фильм',
  range: 'Дни',
  seen: 'как на шкале времени',
  own: 'другие',
  from: 'С',
  to: 'По',
  frames: 'Кадры',
  which: { days: 'каждого дня', changes: 'дней с переменами' },
  speed: 'Кадров в секунду',
  size: 'Размер',
  format: 'Вид файла',
  length: (pictures: string, seconds: string) => `Кадров: ${pictures}, ${seconds} с`,
  backwards: 'Фильм кончается раньше, чем начинается.',
  tooMany: (most: string) => `В фильме не больше ${most} кадров: выберите меньше дней или дни с переменами.`,
  gifOnly: 'Этот браузер не кодирует видео, поэтому фильм будет в GIF.',
  save: 'Сохранить',
  stop: 'Отменить',
  making: (done: string, of: string) => `Кадров: ${done} из ${of}`,
  finishing: 'Файл собирается.',
  saved: (size: string) => `Сохранено: ${size} МБ.`,
  stopped: 'Отменено, ничего не сохранено.',
  failed: (why: string) => `Фильм сделать не удалось: ${why}`,
};

/** By language. */
export const allFilmTexts: Readonly<Record<string, FilmTexts>> = { en, az, hy, ru };

/** These texts in the language of the page, by its locale. */
export function filmTexts(locale: string): FilmTexts {
  return allFilmTexts[locale.slice(0, 2)] ?? en;
}
