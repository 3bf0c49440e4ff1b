/** The texts of what is only said when somebody shares a view: they come with that part of the page. */
const en = {
  embed: 'Embed in a page',
  embedLock: 'Keep the date fixed',
  embedBare: 'Without details',
  embedColours: 'Colours',
  embedSchemes: { auto: 'as the reader has them', light: 'light', dark: 'dark' },
  embedCode: 'Code to paste',
  embedPreview: 'Preview',
  embedRatio: 'Shape',
  embedRatios: { '16:9': 'wide, 16 : 9', '3:2': '3 : 2', '4:3': '4 : 3', '1:1': 'square', '3:4': 'tall, 3 : 4' },
  embedScript: 'Let the frame grow with its content, by a small script',
  embedScriptNote: 'The code works without the script, where a page allows none.',
  embedPicture: 'As a picture, where a page takes no frames',
  embedPictureCode: 'Code of the picture',
  embedPictureNone: 'A published map makes no pictures at an address: save the picture above, and put it on your page with a link to the map.',
  embedPreviewWidth: 'Width of the preview',
  allDays: 'all days',
  noOtherFormats: 'Files in other formats were not published with this map.',
  embedFullWidth: 'full',
  sendTo: 'Send',
  subscribe: 'Follow what changes',
  subscribeMap: 'Changes of hands of the whole map, corrections and releases, for a feed reader.',
  subscribeZone: (name: string) => `What happens to ${name}, for a feed reader.`,
  copyFeed: (form: string) => `Copy ${form}`,
  pictureAlt: (title: string, day: string, who: string) => `Map of control, ${title}, on ${day}: ${who}.`,
};

/** These texts with their exact arguments. */
export type ShareTexts = typeof en;

const az: ShareTexts = {
  embed: 'Səhifəyə yerləşdir',
  embedLock: 'Tarixi sabit saxla',
  embedBare: 'Təfərrüatsız',
  embedColours: 'Rənglər',
  embedSchemes: { auto: 'oxucuda olduğu kimi', light: 'açıq', dark: 'tünd' },
  embedCode: 'Yerləşdirmə kodu',
  embedPreview: 'Önbaxış',
  embedRatio: 'Forma',
  embedRatios: { '16:9': 'enli, 16 : 9', '3:2': '3 : 2', '4:3': '4 : 3', '1:1': 'kvadrat', '3:4': 'hündür, 3 : 4' },
  embedScript: 'Çərçivə kiçik skriptlə məzmuna görə böyüsün',
  embedScriptNote: 'Səhifə skriptə icazə verməsə, kod onsuz da işləyir.',
  embedPicture: 'Şəkil kimi, səhifə çərçivə qəbul etmədikdə',
  embedPictureCode: 'Şəklin kodu',
  embedPictureNone: 'Dərc olunmuş xəritə öz ünvanında şəkil yaratmır: yuxarıdakı şəkli saxlayın və onu xəritəyə keçidlə səhifənizə qoyun.',
  embedPreviewWidth: 'Ön baxışın eni',
  allDays: 'bütün günlər',
  noOtherFormats: 'Başqa formatlarda fayllar bu xəritə ilə dərc olunmayıb.',
  embedFullWidth: 'tam',
  sendTo: 'Göndər',
  subscribe: 'Dəyişiklikləri izlə',
  subscribeMap: 'Bütün xəritə üzrə əldən-ələ keçmələr, düzəlişlər və buraxılışlar, lent oxuyan proqram üçün.',
  subscribeZone: (name: string) => `${name} ilə baş verənlər, lent oxuyan proqram üçün.`,
  copyFeed: (form: string) => `${form} ünvanını kopyala`,
  pictureAlt: (title: string, day: string, who: string) => `Nəzarət xəritəsi, ${title}, ${day}: ${who}.`,
};

const hy: ShareTexts = {
  embed: 'Տեղադրել էջում',
  embedLock: 'Պահել ամսաթիվն անփոփոխ',
  embedBare: 'Առանց մանրամասների',
  embedColours: 'Գույներ',
  embedSchemes: { auto: 'ինչպես ընթերցողինն է', light: 'բաց', dark: 'մուգ' },
  embedCode: 'Տեղադրման կոդը',
  embedPreview: 'Նախադիտում',
  embedRatio: 'Ձև',
  embedRatios: { '16:9': 'լայն, 16 : 9', '3:2': '3 : 2', '4:3': '4 : 3', '1:1': 'քառակուսի', '3:4': 'բարձր, 3 : 4' },
  embedScript: 'Թող շրջանակը մեծանա բովանդակության հետ՝ փոքր սկրիպտով',
  embedScriptNote: 'Կոդն աշխատում է նաև առանց սկրիպտի, եթե էջը սկրիպտ չի թույլատրում։',
  embedPicture: 'Որպես նկար, եթե էջը շրջանակ չի ընդունում',
  embedPictureCode: 'Նկարի կոդը',
  embedPictureNone: 'Հրապարակված քարտեզն իր հասցեում նկարներ չի պատրաստում․ պահեք վերևի նկարը և դրեք այն ձեր էջում՝ քարտեզի հղումով։',
  embedPreviewWidth: 'Նախադիտման լայնությունը',
  allDays: 'բոլոր օրերը',
  noOtherFormats: 'Այլ ձևաչափերով ֆայլեր այս քարտեզի հետ չեն հրապարակվել։',
  embedFullWidth: 'ամբողջ',
  sendTo: 'Ուղարկել',
  subscribe: 'Հետևել փոփոխություններին',
  subscribeMap: 'Ամբողջ քարտեզի փոփոխությունները, ուղղումներն ու թողարկումները՝ լրահոսի ընթերցիչի համար։',
  subscribeZone: (name: string) => `${name}․ ինչ է կատարվում, լրահոսի ընթերցիչի համար։`,
  copyFeed: (form: string) => `Պատճենել ${form}-ի հասցեն`,
  pictureAlt: (title: string, day: string, who: string) => `Վերահսկողության քարտեզ, ${title}, ${day}՝ ${who}։`,
};

const ru: ShareTexts = {
  embed: 'Вставить на страницу',
  embedLock: 'Закрепить дату',
  embedBare: 'Без подробностей',
  embedColours: 'Цвета',
  embedSchemes: { auto: 'как у читателя', light: 'светлые', dark: 'тёмные' },
  embedCode: 'Код для вставки',
  embedPreview: 'Просмотр',
  embedRatio: 'Форма',
  embedRatios: { '16:9': 'широкая, 16 : 9', '3:2': '3 : 2', '4:3': '4 : 3', '1:1': 'квадрат', '3:4': 'высокая, 3 : 4' },
  embedScript: 'Пусть рамка растёт вместе с содержанием, небольшим скриптом',
  embedScriptNote: 'Код работает и без скрипта, если страница его не разрешает.',
  embedPicture: 'Картинкой, если страница не принимает рамок',
  embedPictureCode: 'Код картинки',
  embedPictureNone: 'Опубликованная карта не создаёт картинок по адресу: сохраните картинку выше и поместите её на свою страницу со ссылкой на карту.',
  embedPreviewWidth: 'Ширина предпросмотра',
  allDays: 'все дни',
  noOtherFormats: 'Файлы в других форматах с этой картой не опубликованы.',
  embedFullWidth: 'вся',
  sendTo: 'Отправить',
  subscribe: 'Следить за изменениями',
  subscribeMap: 'Переходы из рук в руки на всей карте, исправления и выпуски, для программы чтения лент.',
  subscribeZone: (name: string) => `Что происходит: ${name}, для программы чтения лент.`,
  copyFeed: (form: string) => `Копировать ${form}`,
  pictureAlt: (title: string, day: string, who: string) => `Карта контроля, ${title}, ${day}: ${who}.`,
};

/** By language. */
export const allShareTexts: Readonly<Record<string, ShareTexts>> = { en, az, hy, ru };

/** These texts in the language of the page, by its locale. */
export function shareTexts(locale: string): ShareTexts {
  return allShareTexts[locale.slice(0, 2)] ?? en;
}
