### Тексты интерфейса. Разделы по папкам кода; ключ начинается с имени раздела.

## Errors

error-internal = Не получилось. Назовите администратору код запроса.
error-not-found = Такой страницы нет или она вам не видна.
error-forbidden = Эта страница не для вашей роли. Попросите доступ у администратора.
error-sign-in-needed = Сначала войдите.
error-bad-input = Проверьте отмеченные поля.
error-bad-address = Адрес набран неверно.
error-changed-meanwhile = Пока вы работали, это изменил кто-то другой. Обновите страницу и повторите.
error-too-large = Слишком большой запрос.
error-cross-origin = Запрос пришёл с другого сайта и отклонён. Откройте страницу заново и повторите.
error-timeout = Сервер не успел ответить. Повторите через минуту.

## Auth

sign-in-title = Вход
sign-in-login = Имя для входа
sign-in-password = Пароль
sign-in-go = Войти
sign-out = Выйти
welcome-title = Первый вход
welcome-first = Вы будете первым администратором: заведёте отделы и сотрудников и дадите им ссылки для входа.
welcome-known = Ваше имя для входа — { $login }. Задайте пароль, и можно работать.
welcome-password = Пароль
welcome-password-hint = Не короче 10 знаков. Хорошо запоминаются три-четыре обычных слова подряд.
welcome-go = Сохранить и войти
profile-title = Профиль
profile-save = Сохранить
profile-keys = Одиночные клавиши
profile-single-keys = Включены
profile-password = Пароль
profile-password-current = Нынешний
profile-password-new = Новый
profile-password-change = Сменить пароль
profile-password-changed = Пароль сменён, остальные входы завершены
profile-sessions = Где вы вошли
profile-session-seen = { $when }
profile-session-this = Здесь
profile-session-end = Завершить
profile-tokens = Ключи для программ
profile-tokens-lead = С ключом программа делает по API то же, что вы. Отозванный ключ перестаёт работать сразу.
profile-token-once = Скопируйте ключ: второй раз он не покажется.
profile-token-name = Для чего ключ
profile-token-created = создан { $when }
profile-token-used = последний запрос { $when }
profile-token-delete = Отозвать
profile-token-create = Создать ключ
error-sign-in-wrong = Имя или пароль не подходят. Проверьте раскладку и повторите.
error-sign-in-wait = { $seconds ->
    [one] Слишком много попыток. Подождите { $seconds } секунду.
    [few] Слишком много попыток. Подождите { $seconds } секунды.
   *[many] Слишком много попыток. Подождите { $seconds } секунд.
}
error-invitation-ended = Ссылка уже сработала или истекла. Попросите у администратора новую.
error-password-short = Пароль короче 10 знаков.
error-password-common = Такой пароль подберут первым. Возьмите несколько обычных слов подряд.
error-password-long = Пароль длиннее 256 байт.
error-password-wrong = Это не ваш нынешний пароль.
error-token-name = Напишите, для чего ключ: от 1 до 80 знаков.
sign-in-forgot = Забыли пароль? Администратор даст одноразовую ссылку, по ней вы зададите новый.
profile-language = Язык
profile-language-why = Язык интерфейса. Материалы книги остаются на своём.
profile-theme = Тема
profile-theme-why = Хранится в этом браузере.
profile-theme-system = Как в системе
profile-theme-light = Светлая
profile-theme-dark = Тёмная
profile-keys-why = «/», «G», цифры и буквы без Ctrl. Выключите, если вводите голосом: с Alt они останутся.
profile-password-why = Вход на других устройствах закончится.
profile-sessions-why = Незнакомый вход завершите и смените пароль.
profile-token-unused = ещё не использован
profile-token-hint = Например: выгрузка из телефонии
browser-other = Другая программа

## People

role-manager = менеджер
role-head = РОП
role-trainer = тренер
role-admin = администратор
people-title = Сотрудники
people-name = Имя и фамилия
people-role = Роль
people-team = Отдел
people-left = Не входит
people-invite = Сделать ссылку
people-add = Добавить сотрудника
people-add-go = Добавить
people-login-hint = Латиницей, без пробелов: подойдёт n.zhukov
people-active = Может входить
people-self = Свою роль и доступ меняет другой администратор.
people-saved = Сохранено: { $value }
people-team-name = Название отдела
people-team-add-go = Добавить отдел
people-team-added = Отдел добавлен: { $value }
error-person-name = Напишите имя и фамилию, до 100 знаков.
error-person-login = От 2 до 40 знаков: латинские буквы, цифры, точка, дефис. Подойдёт n.zhukov
error-person-login-taken = Такое имя для входа уже занято.
error-person-team = Менеджеру и РОПу нужен отдел.
error-person-role = Такой роли нет.
error-person-not-found = Такого сотрудника нет или он вам не виден.
error-team-name = Назовите отдел, до 80 знаков.
error-team-name-taken = Такой отдел уже есть.
people-count =
    { $n ->
        [one] { $n } человек
        [few] { $n } человека
       *[many] { $n } человек
    }
people-since = С нами
people-no-team = Без отдела
people-active-hint = Снимите отметку, когда сотрудник уходит: записи и оценки останутся, вход закроется сразу.
people-add-hint = Пароль сотрудник задаст сам: после добавления здесь появится одноразовая ссылка.
people-link-title = Ссылка для входа: { $name }
people-link-why = Передайте её лично. Работает один раз и семь дней, второй раз не покажется.
people-link-heading = Новый пароль
people-link-hint = Сотрудник забыл пароль? Дайте ему одноразовую ссылку. Прежний пароль работает, пока по ней не задан новый.
people-team-list = Отделы

## Shell

app-name = Salesbook
app-what = Книга продаж
language-other = en
language-other-name = English
language-other-short = EN

nav-label = Разделы
nav-search = Найти
nav-search-more = ответ
nav-today = Сегодня
nav-recordings = Записи
nav-my-calls = Звонки
nav-scores = Оценки
nav-plans = Планы
nav-my-plan = Мой план
nav-book = Книга
nav-book-more = продаж
nav-people = Сотрудники
nav-jobs = Очередь

shell-skip = К содержанию
shell-profile = профиль
shell-theme = Тема: светлая или тёмная
shell-close = Закрыть
shell-cancel = Не надо
shell-undo = Отменить
shell-copied = Скопировано
shell-offline = Нет связи с сервером. Введённое осталось здесь, повторите.
shell-failed = Не получилось. Обновите страницу и повторите.

keys-title = Клавиши
keys-lead = Работают в любой раскладке: важна клавиша, а не буква. В поле ввода добавьте
keys-lead-end = .
keys-everywhere = Везде
keys-search = Найти ответ
keys-show = Показать клавиши
keys-escape = Закрыть, очистить поле
keys-undo = Отменить, пока видна строка
keys-go = Перейти: две клавиши подряд

zone-strong = Сильно
zone-norm = Норма
zone-attn = Внимание
zone-risk = Риск
moment-good = Удачно
moment-bad = Ошибка

failure-home = На главную
failure-search = Найти в книге
failure-sign-in = Войти
failure-code = Код:
failure-request = Запрос:
failure-next-internal = Обновите страницу через минуту. Если не поможет, назовите администратору код запроса: он внизу.
failure-next-not-found = Возможно, её удалили или ссылка набрана с ошибкой. Найдите нужное поиском.
failure-next-forbidden = Если это нужно для работы, администратор может изменить вашу роль.
failure-next-sign-in = После входа вы вернётесь сюда.
failure-next-busy = Подождите немного и обновите страницу.
failure-next-input = Вернитесь назад: введённое осталось в полях.
shell-copy = Скопировать

## Playbook

error-library-missing = Папки с книгой продаж нет или она не читается: { $folder }.
error-entry-not-found = Такого материала в книге нет. Возможно, его переименовали: найдите по словам.
playbook-title = Книга продаж
playbook-count =
    { $n ->
        [one] { $n } материал
        [few] { $n } материала
       *[many] { $n } материалов
    }
playbook-chapters = Разделы книги
playbook-all = Вся книга
playbook-scripts = Скрипты
playbook-objections = Возражения
playbook-regulations = Регламенты
playbook-products = Продукты
playbook-segments = Клиенты
playbook-training = Обучение
playbook-script = скрипт
playbook-objection = возражение
playbook-regulation = регламент
playbook-product = продукт
playbook-segment = сегмент
playbook-lesson = урок
playbook-stage-contact = Контакт
playbook-stage-needs = Потребность
playbook-stage-presentation = Презентация
playbook-stage-objections = Возражения
playbook-stage-closing = Целевое действие
playbook-stage-follow-up = После звонка
playbook-role-hunter = хантер
playbook-role-closer = клоузер
playbook-role-farmer = фермер
playbook-role-newcomer = новичок
playbook-check = Проверка
playbook-print = Книга на печать
playbook-print-title = Книга на печать
playbook-print-go = Напечатать
playbook-print-chapter = Раздел на печать
playbook-choose = Показать
playbook-language = Язык
playbook-contents = Содержание
playbook-empty = В этом разделе материалов нет
playbook-empty-hint = Положите файлы .md в папку книги: они появятся здесь через секунду.
playbook-pinned = Закреплено
playbook-tools = Работа над книгой
playbook-stale = Пора проверить
playbook-problems =
    { $n ->
        [one] { $n } файл с ошибкой: в книге осталась прежняя версия.
        [few] { $n } ошибки в файлах: в книге остались прежние версии.
       *[many] { $n } ошибок в файлах: в книге остались прежние версии.
    }
playbook-problems-show = Показать
playbook-review = Пересмотр до { $day }
playbook-heard = Говорят ещё:
playbook-also = Ищут и так:
playbook-quoted = «{ $words }»
playbook-overdue =
    { $n ->
        [one] Пересмотр просрочен на { $n } день.
        [few] Пересмотр просрочен на { $n } дня.
       *[many] Пересмотр просрочен на { $n } дней.
    }
playbook-overdue-who = Срок был { $day }, владелец { $owner }. Цифры могли устареть.
playbook-answers = Ответы
playbook-steps = Шаги
playbook-say-now = Скажите сейчас
playbook-replies = Что ответил клиент
playbook-last-step = Разговор на этом закончен.
playbook-copy = Копировать
playbook-copied = Скопировано. Вставьте в сообщение.
playbook-about = О материале
playbook-facts = Паспорт
playbook-stage = Этап
playbook-roles = Для кого
playbook-roles-all = для всех
playbook-tags = Метки
playbook-mentions = Где встречается
playbook-similar = Похожие
playbook-keys = Материал
playbook-key-answer = Перейти к ответу
playbook-key-copy = Скопировать слова
playbook-check-title = Проверка книги
playbook-check-clean = Замечаний нет
playbook-error = Ошибка
playbook-warning = Замечание
playbook-errors =
    { $n ->
        [one] { $n } ошибка
        [few] { $n } ошибки
       *[many] { $n } ошибок
    }
playbook-warnings =
    { $n ->
        [one] { $n } замечание
        [few] { $n } замечания
       *[many] { $n } замечаний
    }

## Search

search-title = Поиск ответа
search-label = Что сказал клиент?
search-answers = Ответы
search-found =
    { $n ->
        [one] { $n } ответ
        [few] { $n } ответа
       *[many] { $n } ответов
    }
search-key-choose = выбрать
search-key-open = раскрыть
search-key-whole = материал
search-key-choose-long = Выбрать карточку
search-key-open-long = Раскрыть сразу
search-key-whole-long = Открыть материал
search-others = Другие ответы:
search-whole = Материал целиком
search-reading-layout = Другая раскладка:
search-reading-transliterated = По-русски:
search-reading-misspelt = Похоже на:
search-reading-synonym = Другими словами:
search-as-typed = Искать как набрано
search-none = По запросу «{ $q }» ответа нет
search-none-hint = Попробуйте одно слово из фразы клиента.
search-none-book = Открыть книгу
search-start = Начните вводить слова клиента
search-start-hint = Хватит начала слова. Ответ появится сразу, первая карточка раскрыта.
search-pinned = Под рукой
search-side = Под рукой и недавние
search-recent = Недавно открывали
search-panel = Панель рядом с CRM
search-no-answer = Нет ответа
search-no-answer-title = Нет нужного ответа?
search-no-answer-hint = Сохраним слова клиента, запрос и страницу. Тренер ответит, вы увидите это на странице «Сегодня».
search-phrase = Что сказал клиент, дословно
search-key-verdict = Помогло, не помогло
search-key-no-answer = Нет ответа
search-key-back = Очистить поле, вернуться
uses-helped = Помогло
uses-not-helped = Не помогло
uses-helped-said = Отмечено: помогло
uses-not-helped-said = Отмечено: не помогло

## Recordings
recordings-title = Записи
recordings-lead = Хранятся только на вашем сервере.
recordings-total = { $n ->
    [one] { $n } звонок
    [few] { $n } звонка
   *[other] { $n } звонков
}
recordings-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[other] { $n } часов
}
recordings-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
   *[other] { $n } минут
}
recordings-upload = Загрузить
recordings-uploads = Загружаются
recordings-drop = Перетащите записи сюда или
recordings-choose = выберите файлы
recordings-formats = WAV (и GSM), MP3, OGG, Opus, M4A, FLAC, WebM до { $size }
recordings-whose = Чьи звонки
recordings-facts = Данные звонка
recordings-uploading = Загружается, { $percent } %
recordings-checking = Проверяем файл
recordings-upload-waits = Ждёт своей очереди
recordings-upload-taken = Принят, стоит в очереди
recordings-upload-offline = Не загружено: нет связи с сервером
recordings-upload-stop = Остановить загрузку
recordings-upload-remove = Убрать из списка
recordings-taken = { $value ->
    [one] Принята { $value } запись
    [few] Приняты { $value } записи
   *[other] Принято записей: { $value }
}
recordings-open = Открыть
recordings-no-managers = В вашем отделе пока нет менеджеров. Запись можно загрузить, когда администратор их добавит.
recordings-tabs = Отборы
recordings-tab-all = Все
recordings-tab-working = В обработке
recordings-tab-failed = С ошибкой
recordings-find = Клиент, телефон, слова разговора
recordings-any-manager = Все менеджеры
recordings-any-type = Любой вид
recordings-any-tag = Любая метка
recordings-filter = Показать
recordings-none = Записей пока нет
recordings-none-words = Загрузите первую: расшифровка начнётся сама.
recordings-none-found = По этому отбору записей нет
recordings-show-all = Показать все
recordings-older = Показать более ранние
recordings-time = Время
recordings-client = Клиент
recordings-manager = Менеджер
recordings-call = Звонок
recordings-length = Длит.
recordings-state = Состояние
recordings-mono = Моно: показателей разговора нет
recordings-is-mono = Моно
recordings-is-stereo = Стерео
recordings-is-twin = Моно: оба канала одинаковы
recordings-state-queued = В очереди
recordings-state-place = В очереди, место { $place }
recordings-expected = Ожидаемая готовность: { $time }
recordings-queue-held = Очередь приостановлена администратором
recordings-state-transcribing = Расшифровывается, { $percent } %
recordings-state-failed = Расшифровка не получилась
recordings-starting = Начинаем
recordings-left = { $n ->
    [one] Осталась { $n } минута
    [few] Осталось { $n } минуты
   *[other] Осталось { $n } минут
}
recordings-left-seconds = Осталось меньше минуты
recordings-damaged = Обрывается на { $time }, дальше нет звука
recordings-waits = Записи подождут, слушать их можно уже сейчас. { $why }
recordings-transcription = Расшифровка
recordings-transcript-later = Текст появится здесь. Слушать можно уже сейчас.
recordings-no-transcript = Текста нет. Запись можно послушать.
recordings-code = Код: { $code }
recordings-retry = Повторить
recordings-swap = Поменять стороны
recordings-swapped = Стороны поменялись местами
recordings-again = Расшифровать заново
recordings-cancel = Остановить
recordings-delete = Удалить запись
recordings-delete-ask = Удалить запись?
recordings-delete-words = Вместе с ней уйдут звук, расшифровка и черновик оценки. Вернуть их будет нельзя.
recordings-deleted = Запись удалена
recordings-saved = Сохранено
recordings-back = К записям
recordings-pair = { $manager } и { $client }
recordings-phone = Телефон
recordings-call-type = Вид звонка
recordings-type-first = Первый
recordings-type-request = Заявка
recordings-type-repeat = Повторный
recordings-type-offer = После предложения
recordings-type-service = Сопровождение
recordings-type-other = Другой
recordings-direction = Направление
recordings-direction-in = Входящий
recordings-direction-out = Исходящий
recordings-called-at = Когда
recordings-language = Язык
recordings-language-ru = Русский
recordings-language-en = Английский
recordings-manager-channel = Менеджер слышен
recordings-channel-left = слева (канал 1)
recordings-channel-right = справа (канал 2)
recordings-tags = Метки
recordings-tags-hint = Через запятую: цена, срочно
recordings-note = Заметка
recordings-file = Файл
recordings-read-by-ffmpeg = прочитано через ffmpeg
recordings-change = Изменить
recordings-downloads = Скачать
recordings-download-audio = Звук
recordings-download-text = Текст
recordings-download-docx = Документ Word
recordings-length-whole = Длительность
recordings-model = Модель
recordings-key-rows = Запись выше, ниже
recordings-key-open = Открыть
player-title = Плеер
player-play = Слушать
player-pause = Пауза
player-back = Назад на 5 секунд
player-forward = Вперёд на 5 секунд
player-slower = Медленнее
player-faster = Быстрее
player-speed = Скорость, нажмите для обычной
player-follow = Следовать
player-wave = Звук звонка: сверху { $manager }, снизу { $client }
player-wave-mono = Звук звонка, { $time }
player-key-play = Слушать, пауза
player-key-space = Пробел
player-key-five = Назад, вперёд 5 с
player-key-turn = Реплика назад, вперёд
player-key-one = Назад, вперёд 1 с
player-key-speed = Медленнее, быстрее
player-key-normal = Обычная скорость
player-key-replay = Реплика ещё раз
player-key-follow = Следовать за звуком
error-recording-not-found = Такой записи нет или она вам не видна.
error-recording-not-sound = Не принят: это не звук, а { $kind }.
error-recording-too-large = Не принят: файл больше { $megabytes } МБ.
error-recording-no-file = Выберите файл записи.
error-recording-one-file = За один запрос принимается один файл.
error-recording-too-many = За один раз принимается не больше { $files } файлов.
error-recording-duplicate = Эта запись уже есть: { $day }, { $manager }.
error-recording-duplicate-hidden = Эта запись уже есть, но она вам не видна. Спросите администратора.
error-recording-cancelled = Расшифровка остановлена. Её можно начать снова.
error-recording-manager = Выберите, чей это звонок: своего отдела и кто работает.
error-recording-client = Имя клиента длиннее 120 знаков.
error-recording-phone = Номер из цифр, пробелов, скобок и дефисов, до 32 знаков: +7 495 120-44-18
error-recording-direction = Направление: in (входящий) или out (исходящий).
error-recording-called-at = Время звонка: дата и время не из будущего, например 2026-11-23T14:10
error-recording-call-type = Такого вида звонка нет.
error-recording-note = Заметка длиннее 2000 знаков.
error-recording-tags = Не больше 10 меток, каждая до 40 знаков.
error-recording-language = Язык записи: ru или en.
error-recording-one-side = У этой записи нет сторон: оба голоса на одном канале. Отметьте, кто говорит, в самих репликах.
error-transcript-has-sides = В этой записи каждый говорит на своём канале. Если стороны перепутаны, поменяйте их местами.
error-turn-not-found = Такой реплики больше нет. Обновите страницу: расшифровку могли сделать заново.
error-glossary-term = От 2 до 60 знаков
error-glossary-variants = До 20 вариантов через запятую, в каждом от 3 букв и до 4 слов
error-glossary-term-taken = Такое слово в словаре уже есть
error-glossary-variant-taken = Один из вариантов уже стоит у другого слова
error-glossary-term-not-found = Такого слова в словаре нет
error-filtered-not-found = Этого места среди убранных нет: возможно, его уже вернули
error-recording-manager-channel = Канал менеджера: 1 (левый) или 2 (правый).
error-audio-not-audio = Это не звуковой файл. Подойдут WAV, MP3, OGG, Opus, M4A, FLAC и WebM.
error-audio-empty = В файле нет звука.
error-audio-too-long = Запись длиннее { $minutes } минут. Разделите её на части.
error-audio-broken = Файл повреждён на { $second }-й секунде, и до неё разобрать нечего. Выгрузите запись ещё раз.
error-audio-too-many-channels = В файле каналов: { $channels }. Подойдёт запись с одним или двумя.
error-audio-codec = Звук сжат неизвестным способом ({ $codec }). Сохраните запись как WAV, MP3 или Opus.
error-audio-needs-ffmpeg = Звук сжат способом { $codec }, который Salesbook сам не читает. Попросите администратора установить на сервер ffmpeg: с ним такие файлы читаются. Или сохраните запись как WAV, MP3 или Opus.
error-audio-unreadable = Файл записи не читается. Проверьте диск и права на папку.

## Correcting the transcript
turn-edit = Исправить реплику
turn-edit-time = Исправить реплику, { $time }
turn-save = Сохранить
turn-save-next = Сохранить, к следующей
turn-leave = Не менять
turn-back = К записи
turn-near = Что было до и после
turn-saved = Реплика исправлена
turn-removed = Реплика убрана из расшифровки
turn-left = Правка не сохранена, текст остался в черновике
turn-draft = Это ваш несохранённый черновик.
turn-draft-drop = Взять текст расшифровки
turn-hint = Слова, которые не менялись, сохранят своё время. Если стереть весь текст, реплика уйдёт из расшифровки; вернуть её можно из истории правок.
turn-hint-keys = Alt L: реплика ещё раз; Alt Пробел: слушать, пауза; Alt ← →: 5 с.
turn-key-open = Исправить реплику
turn-key-replay = В поле: реплика ещё раз
turn-key-play = В поле: слушать, пауза
turn-key-five = В поле: назад, вперёд 5 с
turn-clash = Пока вы писали, эту реплику исправили: { $person }.
turn-clash-somebody = Пока вы писали, эту реплику исправили.
turn-clash-removed = Пока вы писали, эту реплику убрали: { $person }.
turn-clash-other = Пока вы писали, у записи появилась другая расшифровка.
turn-clash-theirs = Сейчас в расшифровке
turn-clash-yours = Ваш текст, отличия отмечены
turn-clash-choice = «Сохранить» поставит ваш текст, «Не менять» оставит как есть. Оба останутся в истории правок, если сохранить.
turn-clash-gone = В новой расшифровке здесь никто не говорит, сохранить правку некуда. Скопируйте текст, если он нужен.
talk-edits = { $n ->
    [one] { $n } правка
    [few] { $n } правки
   *[other] { $n } правок
}
history-title = История правок
history-none = Правок нет
history-none-words = Расшифровка такая, какой её сделала машина.
history-kind-edited = Исправлена реплика
history-kind-removed = Убрана реплика
history-kind-named = Отмечено, кто говорит
history-kind-swapped = Стороны поменялись местами
history-kind-believed = Возвращено убранное как выдуманное
history-kind-restored = Возвращено, как было
history-swap-words = Во всей записи. Вернуть можно кнопкой «Поменять стороны».
history-nobody = сотрудника больше нет
history-more = { $n ->
    [one] и ещё { $n } реплика
    [few] и ещё { $n } реплики
   *[other] и ещё { $n } реплик
}
history-restore = Вернуть, как было
history-restore-all = Вернуть всё, что было до этой правки
history-restored = Возвращено. Это тоже правка, её можно отменить.
names-title = Говорят
names-change = изменить имена
names-hint = Имя меняется во всей записи и в файлах, которые из неё скачивают.
names-saved = Имена сохранены
error-turn-text = Реплика длиннее 20 000 знаков.
error-turn-revision = Неизвестно, какой текст вы читали. Откройте реплику заново.
error-turn-changed = Пока вы писали, эту реплику изменили.
error-revision-not-found = Такой правки нет.
error-revision-other-text = У записи уже другая расшифровка: эта правка к ней не относится.
error-revision-swap = Стороны возвращает кнопка «Поменять стороны» на странице записи.
error-revision-nothing = Возвращать нечего: текст и так такой, как до этой правки.

## Transcription
talk-title = Расшифровка
talk-empty = В записи никто не говорит
talk-empty-words = Речь не нашлась ни на одном канале.
talk-silence = { $n ->
    [one] { $n } секунда тишины
    [few] { $n } секунды тишины
   *[other] { $n } секунд тишины
}
talk-doubt = Уверенность { $percent } %
talk-engine = Модель { $model }, { $speed }× к реальному времени,
talk-device-cpu = процессор
talk-device-gpu = видеокарта
talk-doubts = Подчёркнутые точками
talk-doubts-words = слова распознаны неуверенно: послушайте.
talk-doubt-words = Слова на цветном фоне распознаны неуверенно: послушайте запись.
talk-model = модель { $model }
talk-from-file = из файла
talk-imported = Текст загружен из файла
talk-imported-words = Время отдельных слов может быть приблизительным.
talk-mono = Моно: кто говорит, не различить.
talk-naming = Отметьте, кто говорит.
talk-naming-keys = Клавиши: ↑ ↓ выбирают реплику, 1 это { $manager }, 2 это { $client }, 0 снимает отметку; с Shift отмечается сразу несколько.
talk-naming-title = Кто говорит
talk-naming-unknown = Неизвестно, кто
talk-naming-move = Реплика выше, ниже
talk-naming-range = Выбрать несколько
talk-naming-play = Слушать с реплики
talk-twin = В обоих каналах файла один и тот же звук, поэтому запись считается моно: кто говорит, не различить.
talk-heard = Услышано: { $heard }
talk-replaced = Подчёркнутые
talk-replaced-words = слова взяты из словаря.
talk-filtered = Убрано как выдуманное: { $n }
talk-filtered-lead = Модель написала эти слова там, где их, похоже, никто не говорил. Послушайте: если сказаны, верните.
talk-filtered-known-invention = так модели пишут в тишине
talk-filtered-no-speech = модель сомневалась, что здесь говорят
talk-filtered-unsure = модель не уверена ни в одном слове
talk-filtered-circling = одни и те же слова по кругу
talk-filtered-monotonous = одни и те же буквы подряд
talk-filtered-repeated = та же фраза третий раз подряд
talk-filtered-other-language = буквы другого языка
talk-restore = Вернуть
talk-restored = Возвращено в расшифровку
job-kind-transcribe-recording = Расшифровка записи
job-stage-decoding = Читаем звук
job-stage-transcribing = Распознаём речь
job-stage-merging = Собираем реплики
error-transcript-not-found = Расшифровки ещё нет.
error-transcript-format = Формат расшифровки: json, text, srt, vtt или docx.
error-model-file-missing = Файла модели распознавания речи нет там, где указано в настройках.
error-transcription-aborted = Расшифровка остановлена.
error-transcription-language = Модель не знает языка «{ $language }». Выберите другой.
error-transcription-model = Модель распознавания речи не загрузилась. Проверьте её командой: salesbook model list
error-transcription-failed = Распознавание речи прервалось. Запустите расшифровку ещё раз.
error-model-bad-name = Имя модели распознавания речи состоит из латинских букв, цифр, точки, дефиса и подчёркивания, например base.
error-model-unknown = Такой модели распознавания речи нет. Список покажет команда: salesbook model list
error-model-missing = Модели распознавания речи ещё нет. Её скачает команда: { $command }
error-model-truncated = Модель распознавания речи скачана не полностью. Исправит команда: { $command }
error-model-wrong-hash = Файл модели распознавания речи не тот: размер или контрольная сумма не совпали. Исправит команда: { $command }
error-model-wrong-download = Хранилище прислало не ту модель распознавания речи; она удалена. Проверьте адрес хранилища.
error-model-not-ggml = Вместо модели распознавания речи лежит другой файл. Исправит команда: { $command }
error-model-unrecorded = Откуда взялась эта модель распознавания речи, неизвестно, и проверить её нельзя. Подключите её командой: { $command }
error-model-no-connection = Нет связи с хранилищем моделей. Скачанное сохранено, продолжит команда: { $command }
error-model-refused = Хранилище моделей отказало. Проверьте его адрес и повторите позже.
error-model-busy = Эта модель уже скачивается. Дождитесь окончания.
error-model-disk-full = На диске нет места для модели распознавания речи. Освободите место и повторите.
error-model-source-damaged = Исходная модель неполная, повреждена или другого вида. Возьмите модель Whisper в виде CTranslate2 (float16) и повторите.
error-model-no-place = Негде хранить модели распознавания речи. Укажите папку моделей в настройках.
error-model-io = Файл модели распознавания речи не читается или не записывается. Проверьте диск и права на папку.

## Versions of a transcript
versions-title = Расшифровки
versions-none = Расшифровок пока нет.
versions-current = Показана
versions-edited = с правками
versions-show = Показывать эту
versions-shown = Показана другая расшифровка
versions-brought = Текст загружен и показан
versions-made = { $model }, { $language }
versions-speed = { $speed }× к реальному времени
versions-language-ru = по-русски
versions-language-en = по-английски
versions-imported = Из файла { $file }, { $who }
versions-nobody = удалённый сотрудник
versions-model = Модель
versions-model-usual = Как в настройках
versions-model-usual-named = Как в настройках: { $model }
versions-stays = Расшифровки, которые уже есть, останутся в списке.
versions-again = Расшифровать
versions-bring = Загрузить текст из файла
versions-file = SRT, VTT или JSON
versions-file-hint = Файл можно перетащить на страницу. Имена перед двоеточием станут сторонами: { $manager }, { $client }, Менеджер, Клиент.
versions-of = Расшифровка: { $when }
versions-back = К записи
versions-is-current = Эта расшифровка показана: по ней ищут и разбирают звонок.
versions-is-other = Показана другая расшифровка. Эту можно читать, слушать и скачать.
error-transcript-version-not-found = Такой расшифровки у этой записи нет.
error-import-no-file = Выберите файл с текстом: SRT, VTT или JSON.
error-import-too-large = Не принят: файл больше { $megabytes } МБ.
error-import-too-many = Не принят: реплик или слов больше, чем бывает в звонке.
error-import-unknown = Не принят: это не SRT, не VTT и не JSON расшифровки.
error-import-empty = Не принят: в файле нет ни одной реплики.
error-import-encoding = Не принят: строка { $line } не читается. Сохраните файл в кодировке UTF-8.
error-import-json = Не принят: это не JSON расшифровки. Чтение остановилось на строке { $line }.
error-import-time = { $place ->
    [turn] Не принят: реплика { $n }, время не читается.
   *[line] Не принят: строка { $n }, время не читается. Нужно так: 00:01:02,500 --> 00:01:04,000
}
error-import-negative = { $place ->
    [turn] Не принят: реплика { $n }, время меньше нуля.
   *[line] Не принят: строка { $n }, время меньше нуля.
}
error-import-reversed = { $place ->
    [turn] Не принят: реплика { $n }, конец раньше начала.
   *[line] Не принят: строка { $n }, конец раньше начала.
}
error-import-beyond = { $place ->
    [turn] Не принят: реплика { $n }, время { $at } позже конца записи ({ $length }). Возможно, текст от другого звонка.
   *[line] Не принят: строка { $n }, время { $at } позже конца записи ({ $length }). Возможно, текст от другого звонка.
}

## Jobs

error-job-unknown = Эту работу умеет делать только более новая версия программы. Обновите её.
error-job-unreadable = Запись о работе повреждена. Начните её заново там, откуда она пришла.
error-job-crashed = Работа прервалась из-за сбоя программы.
error-job-over = Эта работа уже закончена.
error-job-not-idle = Эта работа уже выполняется, сделана или стоит в очереди ещё раз.
error-job-not-waiting = Эта работа уже не ждёт: она началась или закончена.
jobs-title = Очередь
jobs-lead = Расшифровка и другая работа, которая идёт сама.
jobs-filter = Что показать
jobs-all = Все
jobs-only-failed = Не получилось
jobs-what = Работа
jobs-state = Состояние
jobs-when = Когда
jobs-acts = Действия
jobs-queued = В очереди
jobs-place = В очереди, место { $place }
jobs-ready = Ожидаемая готовность: { $time }
jobs-all-ready = Ожидаемая готовность всей очереди: { $time }
jobs-made = Модель { $model }, { $device }, { $speed }× к реальному времени
jobs-worker = Работает на { $worker }
jobs-whose = { $kind }, { $name }
jobs-elsewhere = Запись другой команды
jobs-first = Поставить первой
jobs-is-first = Запись теперь первая в очереди.
jobs-pause = Приостановить очередь
jobs-resume = Продолжить
jobs-held = Очередь приостановлена
jobs-held-words = Новые расшифровки не начинаются, начатая дойдёт до конца.
jobs-paused = Очередь приостановлена.
jobs-resumed = Очередь снова работает.
jobs-later = Повторим: { $time }
jobs-running = Выполняется
jobs-progress = { $stage }, { $percent } %
jobs-left = { $n ->
    [one] Осталась { $n } минута
    [few] Осталось { $n } минуты
   *[other] Осталось { $n } минут
}
jobs-attempt = Попытка { $attempt } из { $most }
jobs-done = Готово
jobs-failed = Не получилось
jobs-cancelled = Остановлено
jobs-retry = Повторить
jobs-cancel = Остановить
jobs-retried = Работа снова в очереди.
jobs-stopped = Работа остановлена.
jobs-older = Показать более ранние
jobs-none = Очередь пуста
jobs-none-failed = Всё получилось
jobs-none-words = Сюда попадает расшифровка новых записей.

## Scorecards

evaluations-title = Оценки
evaluations-of = Оценки: { $manager }
evaluations-all = Все оценки
evaluations-drafts = Черновики
evaluations-saved = сохранён { $when }
evaluations-none = Оценок пока нет
evaluations-none-head = Откройте запись звонка и нажмите «Оценить»: прослушать и отметить можно на одном экране.
evaluations-none-own = Здесь появятся ваши звонки, когда РОП их прослушает и оценит.
evaluations-to-recordings = К записям
evaluations-call = Звонок
evaluations-manager = Менеджер
evaluations-checklist = Чек-лист
evaluations-total = Итог
evaluations-hidden = после вашего мнения
evaluations-opinion = Мнение менеджера
evaluations-opinion-given = Есть
evaluations-opinion-awaited = ждём
evaluations-opinion-give = Высказать
evaluations-published = Опубликована
evaluations-older = Более ранние
evaluations-means = Средние
evaluations-mean = Средний итог
evaluations-reading = Как читать
evaluations-few = n = { $n }: рано сравнивать

score-title = Оценка: { $heading }
score-heading = { $manager } и { $client }
score-back = К записи
score-evaluate = Оценить звонок
score-rule-points = Итог по баллам
score-rule-blocks = Итог по блокам
score-pane-card = Чек-лист
score-pane-talk = Расшифровка
score-sums = Результаты блоков
score-items = Пункты чек-листа
score-points = { $got }/{ $of }
score-percent = { $percent } %
score-block-sum = { $got } из { $of } · { $percent } %
score-block-closed = не считается
score-block-critical = обнуляет итог
score-block-beside = не входит в итог
score-block-empty = { $n ->
    [one] { $n } пункт
    [few] { $n } пункта
   *[many] { $n } пунктов
}
score-gate-closed = { $n ->
    [one] { $n } пункт не входит в итог.
    [few] { $n } пункта не входят в итог.
   *[many] { $n } пунктов не входят в итог.
}
score-points-taken = { $points ->
    [one] { $points } балл
    [few] { $points } балла
    [many] { $points } баллов
   *[other] { $points } балла
}
score-gate-closed-points = { $n ->
    [one] { $n } пункт и { $points } не входят в итог.
    [few] { $n } пункта и { $points } не входят в итог.
   *[many] { $n } пунктов и { $points } не входят в итог.
}
score-left-none = всё отмечено
score-left = { $n ->
    [one] остался { $n } пункт
    [few] осталось { $n } пункта
   *[many] осталось { $n } пунктов
}
score-left-unexplained = { $n ->
    [one] { $n } отметка без пояснения
    [few] { $n } отметки без пояснения
   *[many] { $n } отметок без пояснения
}
score-lack-unanswered = нет ответа
score-lack-unexplained = низкая отметка: добавьте комментарий или момент
score-lack-critical = критическая отметка: добавьте комментарий или момент
score-failed = обнулено: { $item }
score-nothing-counted = считать пока нечего
score-unanswered = нет ответа
score-na = н/п
score-publish = Опубликовать
score-published = Оценка опубликована
score-refused = Оценка осталась черновиком. Не хватает:
score-save = Сохранить
score-saved = Черновик сохранён в { $time }
score-offline = Не сохранено: нет связи. Введённое осталось здесь, повторяем каждые 5 с.
score-stopped = Не сохранено: черновик изменили в другой вкладке. Обновите страницу.
score-comment = Комментарий
score-comment-to = Комментарий к пункту «{ $item }»
score-moment = Момент
score-moment-to = Момент к пункту «{ $item }»
score-moment-remove = Убрать момент { $time }
score-moment-at = Место в записи
score-moment-at-hint = Минуты и секунды для кнопки с флажком у пункта.
score-moments = Моменты
score-moments-hint = Клавиша M отмечает место, которое звучит, у выбранного пункта.
score-summary = Вывод по звонку
score-summary-hint = Два-три предложения. Менеджер прочитает их рядом со своим мнением.
score-more = Черновик
score-other-checklist = Чек-лист
score-other-checklist-hint = Ответы на пункты, которые есть в обоих, останутся.
score-other-checklist-go = Сменить
score-discard = Удалить черновик
score-discard-title = Удалить черновик оценки?
score-discard-words = Отметки, комментарии и моменты пропадут. Запись и расшифровка останутся.
score-discarded = Черновик удалён
score-published-by = { $reviewer }, { $when }
score-recording-gone = Запись удалена: оценка и её расчёт остались, послушать уже нельзя.
score-keys = Оценка
score-key-mark = отметка
score-key-item = пункт
score-key-marks = Поставить отметку
score-key-na = Не применимо
score-key-clear = Снять отметку
score-key-items = Пункт выше, ниже
score-key-blocks = Блок выше, ниже
score-key-moment = Момент к пункту
score-key-play = Послушать момент пункта
score-key-gate = Ответить на вопрос блока: да, нет
score-key-open = К неотвеченному пункту

opinion-title = Сначала ваше мнение
opinion-lead = { $reviewer }: разговор с клиентом { $client } прослушан и оценён. Оценка откроется после ваших слов.
opinion-pluses = Плюсы
opinion-pluses-hint = Что в этом разговоре получилось?
opinion-minuses = Минусы
opinion-minuses-hint = Что сделали бы иначе?
opinion-once = Мнение даётся один раз, до оценки. Его увидит ваш РОП.
opinion-go = Сохранить и открыть оценку
opinion-saved = Мнение сохранено
opinion-listen = Послушать ещё раз
opinion-manager = Мнение менеджера
opinion-reviewer = Мнение: { $reviewer }
opinion-none = Менеджер ещё не высказался. Вместе с этим откроется оценка.
opinion-no-moments = Без вывода и моментов.

error-evaluation-not-found = Такой оценки нет или она вам не видна.
error-evaluation-changed = Эту оценку изменили в другой вкладке. Обновите страницу: там последняя версия.
error-evaluation-final = Оценка уже опубликована и больше не меняется.
error-checklist-not-found = Такого чек-листа нет.
error-bad-answer = Такого ответа у пункта нет: { $item }.
error-bad-moment = Такого места в записи нет. Напишите минуты и секунды: 3:16.
error-moment-not-found = Такого момента нет.
error-opinion-pluses = Назовите хотя бы один плюс.
error-opinion-minuses = Назовите хотя бы один минус.

## Coaching

plans-title = Планы
plans-own = Мой план
plans-empty = Планов пока нет
plans-empty-manager = План появится после первой прослушки: о нём договариваются вместе с РОПом.
plans-empty-head = План пишется после опубликованной оценки, кнопкой на её странице.
plans-older = Раньше
plan-manager = Менеджер
plan-written = Составлен
plan-focus = Над чем работаем
plan-focus-hint = Одно. Например: следующий шаг с датой
plan-action = Что сделать
plan-action-hint = Прочитать, послушать, проиграть с коллегой. Каждое дело с новой строки
plan-targets = Цели
plan-target-hint = Действие, которое слышно в звонке. «Назвать дату и время замера», а не «лучше закрывать»
plan-target-n = Цель { $n }
plan-target-heading = { $n ->
    [one] Цель
    [few] Цели
   *[many] Цели
}
plan-due = К какому дню
plan-by = до { $day }
plan-by-author = Составлен { $day }, { $name }
plan-for = План для сотрудника: { $name }
plan-what = О чём договариваемся
plan-change = Изменить
plan-print = Печать, 1 стр.
plan-history = Цели по порядку
plan-opinion = Мнение менеджера
plan-pluses = Получилось
plan-minuses = Не получилось
plan-opinion-when = Написано { $when }, до того как оценка стала видна.
plan-opinion-none = Мнение ещё не записано.
plan-opinion-wait = { $name } ещё не написал(а), что получилось и что нет. Оценка откроется после этого; план можно составить и сейчас.
plan-evidence = На чём основан
plan-evidence-none = Пункты и моменты не отмечены.
plan-mark = { $mark } из { $of }
plan-mark-na = н/п
plan-items = Пункты с низкой отметкой
plan-moments = Моменты записи
plan-score = Оценка
plan-agreed = Договорились
plan-words = Ваши слова к плану
plan-words-hint = Можно оставить пустым
plan-acknowledge = Согласен с планом
plan-acknowledged = План подтверждён
plan-acknowledged-when = { $name }: подтверждено { $when }
plan-unacknowledged = не подтверждён
plan-waits = { $name } ещё не подтвердил(а) план.
plan-sign-head = РОП, подпись
plan-sign-manager = Менеджер, подпись
plan-question = Прошлая цель выполнена?
plan-outcome-open = Ещё открыта
plan-outcome-met = Выполнена
plan-outcome-partly = Частично
plan-outcome-unmet = Не выполнена
plan-outcome-overdue = Срок прошёл
plan-outcome-save = Сохранить ответ
plan-outcome-saved = Ответ о цели сохранён
plan-decided-in = Решено при прослушке
plan-way = План действий
plan-write = Составить план
plan-save = Сохранить план
plan-saved = План сохранён
error-plan-focus = Напишите, над чем работаем: одно, до 200 знаков.
error-plan-action = Напишите, что сделать, до 2000 знаков.
error-plan-target-none = Нужна хотя бы одна цель со сроком.
error-plan-target-text = У срока нет цели. Напишите, что будет слышно в звонке, до 300 знаков.
error-plan-target-due = У цели нет срока. Выберите день.
error-plan-target-past = Срок уже прошёл. Выберите день не раньше сегодняшнего.
error-plan-target-many = Больше трёх целей сразу не выполняют. Оставьте три.
error-plan-not-found = Такого плана нет или он вам не виден.
error-plan-target-not-found = Такой цели в плане нет.
error-plan-acknowledged = План уже подтверждён и больше не меняется. Составьте новый после следующей прослушки.
error-plan-words-long = Слова к плану длиннее 2000 знаков.
error-plan-outcome = Такого ответа о цели нет.
error-evaluation-not-published = Сначала опубликуйте оценку: план опирается на неё.

## Today

today-search = Что сказал клиент?
today-opinions = Сначала ваше мнение
today-opinion-asks = { $name } прослушал(а) звонок. Напишите, что получилось и что нет, и оценка откроется.
today-review = Разобрать звонки
today-review-none = Все звонки разобраны
today-review-none-what = Новые записи появятся здесь, когда будет готова расшифровка.
today-draft = черновик
today-my-plan = Мой план
today-plans = Цели с ближайшим сроком
today-plans-none = Открытых целей нет.
today-scores = Последние оценки
today-scores-none = Опубликованных оценок пока нет.
today-book = Книга
today-book-entries = Материалов
today-book-findings = Замечаний проверки
today-book-stale = Пересмотреть
today-book-fresh = Просроченных материалов нет.
today-book-late = { $n ->
    [one] просрочен на { $n } день
    [few] просрочен на { $n } дня
   *[many] просрочен на { $n } дней
}
today-department = Записи
today-transcribing = В расшифровке
today-failed = Не удалось
today-queue = Ждут в очереди

## Api

error-bad-json = Тело запроса не подходит: { $detail }
error-bad-form = Форма пришла повреждённой. Откройте страницу заново.
error-bad-cursor = Параметр after берут из поля next предыдущей страницы.
error-method-not-allowed = Так по этому адресу не обращаются.

# Словарь
glossary-title = Словарь
glossary-lead = Названия и имена, которые расшифровка должна писать правильно.
glossary-to-book = К книге
glossary-added-title = Добавлено вручную
glossary-term = Как писать
glossary-term-hint = Например: Ярус
glossary-variants = Как слышится
glossary-variants-hint = Через запятую: ярос, я рус. Эти слова заменятся в новых расшифровках
glossary-add = Добавить
glossary-change = Изменить
glossary-remove = Удалить
glossary-added = Добавлено: { $value }
glossary-saved = Сохранено: { $value }
glossary-removed = Удалено: { $value }
glossary-empty = Своих слов пока нет
glossary-empty-words = Добавьте название, которое расшифровка пишет с ошибкой.
glossary-book-title = Из книги продаж
glossary-book-lead = Продукты, имена и редкие слова книги. Расшифровка правит в них опечатку, если сама не уверена в слове.
glossary-offered = Первые из них модель узнаёт до прослушивания.
glossary-not-offered = Модели до прослушивания они не подсказываются: так задано настройкой speech_prompt.
glossary-book-empty = В книге на этом языке таких слов нет

### Вопросы без ответа

unanswered-title = Вопросы без ответа
unanswered-lead = Что говорили клиенты, а ответа не нашлось: сохранённые фразы и поиски за 90 дней, после которых ничего не открыли.
unanswered-empty = Все вопросы разобраны
unanswered-empty-words = Новые появятся, когда кто-то нажмёт «Нет ответа» или ничего не найдёт.
unanswered-kept = Сохранено: «{ $value }». Тренер увидит вопрос в своей очереди.
unanswered-asked =
    { $n ->
        [one] спросили { $n } раз
        [few] спросили { $n } раза
       *[many] спросили { $n } раз
    }
unanswered-searched =
    { $n ->
        [one] искали { $n } раз
        [few] искали { $n } раза
       *[many] искали { $n } раз
    }
unanswered-others = Ещё говорили:
unanswered-tried = Как искали
unanswered-write = Написать ответ
unanswered-there-is = Ответ уже есть
unanswered-entry = Материал с ответом
unanswered-settle = Показать спросившим
unanswered-decline = Ответа не будет
unanswered-answered = Готово. Спросившие увидят материал на странице «Сегодня».
unanswered-declined = Убрано из очереди
unanswered-more =
    { $n ->
        [one] И ещё { $n } вопрос.
        [few] И ещё { $n } вопроса.
       *[many] И ещё { $n } вопросов.
    }
today-outcomes = Ответы на ваши вопросы
today-outcome-answered = Есть ответ
today-outcome-declined = Ответа не будет
today-outcome-open = Открыть
today-outcome-close = Понятно
error-unanswered-phrase = Напишите слова клиента, до 300 знаков.

## Authoring

authoring-edit = Править материал
authoring-edit-title = Правка: { $title }
authoring-edit-link = Править
authoring-new-title = Новый материал
authoring-save = Сохранить
authoring-check = Проверить
authoring-leave = Не сохранять
authoring-saved = Сохранено. В книге уже новый текст
authoring-answers = Когда сохраните, вопрос уйдёт из очереди, а спросившие узнают об ответе.
authoring-answered = Сохранено. Кто спрашивал, узнает об ответе
authoring-same = Текст тот же, сохранять нечего
authoring-refused = Не сохранено: в тексте ошибки, они перечислены в замечаниях. Ваш текст на месте.
authoring-unsaved = Не сохранено
authoring-kept = Черновик сохранён в этом браузере
authoring-draft = Здесь остался ваш несохранённый текст.
authoring-draft-take = Вернуть его
authoring-draft-drop = Выбросить
authoring-whole = Паспорт этого файла не читается, поэтому он открыт целиком. После исправления здесь снова будет форма.
authoring-facts-what = формулировки, этап, владелец, пересмотр
authoring-field-title = Название
authoring-field-kind = Раздел
authoring-field-slug = Имя файла
authoring-field-aliases = Другие формулировки
authoring-field-tags = Метки
authoring-field-owner = Владелец
authoring-field-review = Пересмотреть до
authoring-field-pinned = Закрепить среди самых нужных
authoring-field-body = Текст
authoring-field-file = Файл целиком
authoring-field-reason = Почему правите (увидят в истории)
authoring-slug-hint = Латиницей через дефис. Потом не меняется: по нему стоят ссылки.
authoring-aliases-hint = По одной в строке, как говорит клиент: по ним материал находят.
authoring-stage-none = не указан
authoring-roles-hint = Ничего не отмечено — для всех.
authoring-tags-hint = Через запятую.
authoring-body-hint = Разметка: ## — ответ или шаг, 1. **ход** «слова» — что сказать, > — речь, **жирно**, [ссылка](../objections/too-expensive.md).
authoring-notes = Замечания
authoring-notes-none = Замечаний нет
authoring-notes-key = Следующее замечание
authoring-preview = Как это выглядит
authoring-preview-none = Показать нечего: сначала исправьте паспорт.
authoring-keys = Правка
authoring-key-preview = К тексту и к просмотру
authoring-clash = Пока вы писали, материал изменили: { $person }, { $when }.
authoring-clash-disk = Пока вы писали, файл изменили на диске.
authoring-clash-gone = Пока вы писали, файл удалили на диске.
authoring-clash-gone-text = Файла нет
authoring-clash-what = Ничего не потеряно: ниже оба текста, в форме — ваш. Что заменяете, останется в истории.
authoring-clash-theirs = Сейчас в книге
authoring-clash-mine = Ваш текст
authoring-clash-theirs-take = Взять их текст
authoring-clash-mine-save = Сохранить мой
authoring-history = История
authoring-history-title = История: { $title }
authoring-history-none = Правок пока не было
authoring-history-none-what = Первая же сохранённая правка оставит и прежний текст.
authoring-history-gone = Файла в книге сейчас нет. Любой из прежних текстов можно вернуть.
authoring-history-news = На диске другой текст: его написали не здесь. Он попадёт в историю, как только его заменят.
authoring-revision = Редакция { $number }
authoring-revision-now = Сейчас в книге
authoring-revision-changes = Что изменилось
authoring-revision-same = Слова те же, изменились только пробелы.
authoring-revision-whole = Весь текст
authoring-restore = Вернуть этот текст
authoring-restored = Текст возвращён
authoring-restored-of = вернулась редакция { $number }
authoring-restored-earlier = возвращён прежний текст
authoring-by-disk = текст с диска
authoring-by-nobody = автора больше нет
authoring-by-suggestion = по предложению
authoring-folded =
    { $n ->
        [one] … ещё { $n } строка без изменений …
        [few] … ещё { $n } строки без изменений …
       *[other] … ещё { $n } строк без изменений …
    }
authoring-picture-words = что на картинке
error-entry-title = От 1 до 200 знаков
error-entry-aliases = До 200 знаков в строке
error-entry-choice = Выберите из списка
error-entry-owner = Выберите, кто отвечает за текст
error-entry-review = Укажите дату
error-entry-slug = Латинские буквы, цифры и дефисы: подойдёт too-expensive
error-entry-slug-taken = Такой файл уже есть, выберите другое имя
error-entry-reason = До 300 знаков
error-entry-too-long = Не сохранено: текст длиннее { $kilobytes } КБ. Разделите его на несколько материалов.
error-entry-not-writable = Не сохранено: файл { $file } не записывается. Текст остался здесь. Администратору: у службы должно быть право писать в папку книги, и на диске должно быть место.
error-entry-file-unreadable = Файл { $file } не читается: он не в кодировке UTF-8, слишком большой или закрыт для службы. Исправьте его на диске.
error-entry-revision-not-found = Такой редакции нет
error-image-not-found = Такой картинки в книге нет
authoring-picture = Картинка
authoring-picture-send = Загрузить
authoring-picture-title = Картинка загружена
authoring-picture-copy = Вставьте эту строку в текст и напишите в скобках, что на ней видно.
suggestion-link = Предложить правку
suggestion-title = Правка к материалу «{ $title }»
suggestion-head = Предложить правку
suggestion-whole = Ко всему материалу
suggestion-part = К ответу «{ $name }»
suggestion-text = Как должно быть
suggestion-text-hint = Исправьте прямо в тексте. Знаки # и ** — разметка, их лучше не трогать.
suggestion-comment = Почему, или только замечание
suggestion-comment-hint = Можно оставить текст как есть и написать только это.
suggestion-send = Отправить тренеру
suggestion-sent = Отправлено. Решение появится в «Предложениях»
suggestion-accept = Принять
suggestion-noted = Учтено
suggestion-decline = Отклонить
suggestion-answer = Почему нет (увидит автор)
suggestion-accepted = Принято
suggestion-declined = Отклонено
suggestion-waits = Ждёт решения
suggestion-state-accepted = Принято
suggestion-state-noted = Учтено
suggestion-state-declined = Отклонено
suggestion-reason = Предложение: { $person }
suggestion-reason-words = Предложение: { $person }. { $words }
suggestion-changed = Это место изменили после того, как правку предложили ({ $person }).
suggestion-errors = С этой правкой в тексте были бы ошибки ({ $person }): исправьте их перед сохранением.
suggestions-title = Предложения
suggestions-none = Предложений нет
suggestions-none-what = Менеджеры предлагают правки со страницы материала.
suggestions-own-none = Вы пока ничего не предлагали
suggestions-own-none-what = На странице материала есть «Предложить правку».
suggestions-decided = Решено недавно
error-suggestion-empty = Исправьте текст или напишите замечание
error-suggestion-text = До 20 000 знаков
error-suggestion-comment = До 1000 знаков
error-suggestion-answer = До 300 знаков
error-suggestion-not-found = Такого предложения нет
error-suggestion-decided = По этому предложению уже решили
error-image-kind = Не принята: это не картинка PNG, JPEG или WebP
error-image-too-large = Не принята: картинка больше { $megabytes } МБ. Уменьшите её и повторите.
error-image-none = Выберите файл

### Состояние книги

upkeep-title = Состояние книги
upkeep-lead =
    { $n ->
        [one] Что проверено, что устарело и как находят ответы. Поиски за { $n } день.
        [few] Что проверено, что устарело и как находят ответы. Поиски за { $n } дня.
       *[many] Что проверено, что устарело и как находят ответы. Поиски за { $n } дней.
    }
upkeep-verified = Проверено
upkeep-of = { $n } из { $all }
upkeep-searches = Поисков
upkeep-success = Закончились ответом
upkeep-median = До ответа, медиана
upkeep-seconds = { $n } с
upkeep-stale = Пора проверить
upkeep-unverified = Чаще всего открывают непроверенное
upkeep-unverified-none = Всё, что открывают, проверено.
upkeep-unhelpful = Чаще не помогает
upkeep-unhelpful-none = Таких ответов нет: нужно хотя бы три отметки.
upkeep-unused =
    { $n ->
        [one] Не открывали { $n } день
        [few] Не открывали { $n } дня
       *[many] Не открывали { $n } дней
    }
upkeep-unused-none = Открывали всё.
upkeep-more =
    { $n ->
        [one] И ещё { $n } материал.
        [few] И ещё { $n } материала.
       *[many] И ещё { $n } материалов.
    }
upkeep-taken =
    { $n ->
        [one] открывали { $n } раз
        [few] открывали { $n } раза
       *[many] открывали { $n } раз
    }
upkeep-not-helped = не помогло { $n } из { $all }
upkeep-verify = Всё ещё верно
upkeep-verified-on = Проверено { $day }
upkeep-verified-reason = Проверено: всё ещё верно
upkeep-verified-said = Отмечено: всё ещё верно. Следующий пересмотр через 90 дней.
upkeep-changed-meanwhile = Текст за это время изменили. Прочитайте его ещё раз.

# Подсказки по фразам на экране оценки
score-before = Этот звонок уже оценён:
score-restored = Вернули то, что не успело сохраниться
score-key-hint = Подсказка: подходит, не подходит
hint-said = Похоже, вот оно: «{ $words }»
hint-accept = Подходит
hint-reject = Нет
hint-first = Подсказка по фразе из чек-листа. Отметку она не ставит.
hint-before = Раньше эта фраза подходила: { $accepted } из { $n }. Отметку она не ставит.
hints-title = Точность подсказок
hints-what = Фразы из чек-листов, которые нашлись в расшифровках, и как часто с ними соглашались.
hints-phrase = Фраза
hints-item = Пункт
hints-right = Подошла
hints-none = Подсказок ещё не было
hints-none-what = Они появляются на экране оценки у пунктов, для которых в чек-листе записаны фразы.
hints-few = { $n ->
    [one] Доля видна от { $n } решения: по меньшему числу судить рано.
    [few] Доля видна от { $n } решений: по меньшему числу судить рано.
   *[many] Доля видна от { $n } решений: по меньшему числу судить рано.
}
error-hint-not-found = Такой подсказки уже нет: расшифровку или чек-лист изменили. Обновите страницу.

# Сегодня: кому нужно внимание, свои оценки, что не получается
today-attention = Кому нужно внимание
today-attention-why = и почему
today-why-critical = Критический пункт.
today-why-overdue = Цель просрочена.
today-why-days-late = { $n ->
    [one] на { $n } день
    [few] на { $n } дня
   *[many] на { $n } дней
}
today-why-fell = Средняя упала.
today-why-from-to = С { $from } до { $to }
today-why-weak = Средняя в зоне риска.
today-why-unread = План не прочитан.
today-why-unread-days = { $n ->
    [one] Ждёт { $n } день
    [few] Ждёт { $n } дня
   *[many] Ждёт { $n } дней
}
today-why-unheard = Давно не слушали.
today-why-waiting = { $n ->
    [one] Ждёт { $n } запись
    [few] Ждут { $n } записи
   *[many] Ждут { $n } записей
}
today-last-scores = Мои последние оценки
today-weakest = Слабее всего:
today-trend = Как меняется итог
today-trend-words = В среднем { $mean }, последний { $last }
today-trend-change = К первой половине: { $change }
today-trend-few = Направление видно от { $n } оценок
today-listen = Послушать у себя
today-failing = Что чаще всего не получается
today-failing-of = { $n ->
    [one] по { $n } оценке
    [few] по { $n } оценкам
   *[many] по { $n } оценкам
}
today-failing-none = Нет пункта, у которого четверть отметок низкие. Пункты с числом отметок меньше { $n } не считаем.
today-failing-low = Низких отметок { $low } из { $n }
today-failing-taught = Учит материал «{ $title }».
today-failing-untaught = Материала об этом нет: напишите его.
