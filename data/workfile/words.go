package workfile

// wordsIn returns the words of a language, in English where there are none.
func wordsIn(language string) wording {
	if w, known := allWords[language]; known {
		return w
	}
	return allWords["en"]
}

var allWords = map[string]wording{
	"en": {
		Edit: "Edit", Context: "Context", Tables: "Tables", Problems: "Problems", Conflicts: "Shapes in conflict", Control: "Who controlled what",
		Statement: "Statement", Texts: "Texts", More: "More",
		names: map[string]string{"valid_from": "From", "valid_to": "To (the day after the last)", "names": "Name", "ord": "Place among its like", "region_lines": "Lines", "region_points": "Points"},
	},
	"ru": {
		Edit: "Правка", Context: "Фон", Tables: "Таблицы", Problems: "Ошибки", Conflicts: "Спорные контуры", Control: "Кто что контролировал",
		Statement: "Сведения", Texts: "Тексты", More: "Прочее",
		names: map[string]string{
			"zones": "Зоны", "periods": "Периоды", "events": "События", "event": "Событие", "sources": "Источники", "source": "Источник", "actors": "Стороны",
			"statuses": "Статусы", "places": "Места", "place": "Место", "regions": "Районы", "region": "Район", "region_lines": "Линии", "region_points": "Точки",
			"figures": "Числа", "layers": "Слои", "layer": "Слой", "dataset": "Набор данных", "retired": "Прежние id", "period": "Период", "viewpoints": "Точки зрения",
			"valid_from": "С", "valid_to": "По (день после последнего)", "names": "Название", "title": "Заголовок", "date": "Дата", "day": "День", "kind": "Вид", "zone": "Зона",
			"controller": "Контролирует", "status": "Статус", "patrolled_by": "Патрулирует", "acquired_by": "Как получено", "confidence": "Уверенность", "note": "Примечание",
			"color": "Цвет", "summary": "Кратко", "earliest": "Не раньше", "latest": "Не позже", "from_actor": "От кого", "to_actor": "Кому", "url": "Адрес", "publisher": "Издатель",
			"severity": "Тяжесть", "rule": "Правило", "message": "Что не так", "hint": "Как исправить", "ord": "Порядок",
		},
	},
	"az": {
		Edit: "Redaktə", Context: "Fon", Tables: "Cədvəllər", Problems: "Xətalar", Conflicts: "Ziddiyyətli konturlar", Control: "Nəyə kim nəzarət edirdi",
		Statement: "Məlumat", Texts: "Mətnlər", More: "Digər",
		names: map[string]string{
			"zones": "Zonalar", "periods": "Dövrlər", "events": "Hadisələr", "event": "Hadisə", "sources": "Mənbələr", "source": "Mənbə", "actors": "Tərəflər",
			"statuses": "Statuslar", "places": "Yerlər", "place": "Yer", "regions": "Rayonlar", "region": "Rayon", "region_lines": "Xətlər", "region_points": "Nöqtələr",
			"figures": "Rəqəmlər", "layers": "Qatlar", "layer": "Qat", "dataset": "Məlumat dəsti", "retired": "Əvvəlki id-lər", "period": "Dövr", "viewpoints": "Baxışlar",
			"valid_from": "Bu gündən", "valid_to": "Bu günədək (sonuncudan sonrakı gün)", "names": "Ad", "title": "Başlıq", "date": "Tarix", "day": "Gün", "kind": "Növ", "zone": "Zona",
			"controller": "Nəzarət edən", "status": "Status", "patrolled_by": "Patrul edən", "acquired_by": "Necə əldə edilib", "confidence": "Əminlik", "note": "Qeyd",
			"color": "Rəng", "summary": "Qısaca", "earliest": "Ən tezi", "latest": "Ən geci", "from_actor": "Kimdən", "to_actor": "Kimə", "url": "Ünvan", "publisher": "Nəşr edən",
			"severity": "Ağırlıq", "rule": "Qayda", "message": "Nə səhvdir", "hint": "Necə düzəltməli", "ord": "Sıra",
		},
	},
	"hy": {
		Edit: "Խմբագրում", Context: "Ֆոն", Tables: "Աղյուսակներ", Problems: "Սխալներ", Conflicts: "Հակասող ուրվագծեր", Control: "Ով ինչ էր վերահսկում",
		Statement: "Տվյալներ", Texts: "Տեքստեր", More: "Այլ",
		names: map[string]string{
			"zones": "Գոտիներ", "periods": "Ժամանակահատվածներ", "events": "Իրադարձություններ", "event": "Իրադարձություն", "sources": "Աղբյուրներ", "source": "Աղբյուր", "actors": "Կողմեր",
			"statuses": "Կարգավիճակներ", "places": "Վայրեր", "place": "Վայր", "regions": "Շրջաններ", "region": "Շրջան", "region_lines": "Գծեր", "region_points": "Կետեր",
			"figures": "Թվեր", "layers": "Շերտեր", "layer": "Շերտ", "dataset": "Տվյալների հավաքածու", "retired": "Նախկին id-ներ", "period": "Ժամանակահատված", "viewpoints": "Տեսակետներ",
			"valid_from": "Սկիզբ", "valid_to": "Վերջ (վերջինից հետո եկող օրը)", "names": "Անուն", "title": "Վերնագիր", "date": "Ամսաթիվ", "day": "Օր", "kind": "Տեսակ", "zone": "Գոտի",
			"controller": "Վերահսկող", "status": "Կարգավիճակ", "patrolled_by": "Հսկում է", "acquired_by": "Ինչպես է ձեռք բերվել", "confidence": "Վստահություն", "note": "Նշում",
			"color": "Գույն", "summary": "Համառոտ", "earliest": "Ոչ շուտ", "latest": "Ոչ ուշ", "from_actor": "Ումից", "to_actor": "Ում", "url": "Հասցե", "publisher": "Հրատարակիչ",
			"severity": "Ծանրություն", "rule": "Կանոն", "message": "Ինչն է սխալ", "hint": "Ինչպես ուղղել", "ord": "Հերթականություն",
		},
	},
}
