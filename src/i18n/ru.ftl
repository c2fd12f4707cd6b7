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

## People

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
nav-scripts = Скрипты
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

## Playbook

error-library-missing = Папки с книгой продаж нет или она не читается: { $folder }.
error-entry-not-found = Такого материала в книге нет. Возможно, его переименовали: найдите по словам.

## Search

## Recordings

## Transcription

## Jobs

## Scorecards

## Coaching

## Api
