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

## Playbook

## Search

## Recordings

## Transcription

## Jobs

## Scorecards

## Coaching

## Api
