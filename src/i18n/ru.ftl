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
error-text-nul = В поле «{ $field }» есть символ NUL: его нельзя хранить.
error-text-too-long = Слишком длинный текст в поле «{ $field }»: больше { $letters } знаков не принимается.
error-text-unusable = Такой текст нельзя сохранить: уберите из него служебные знаки или сократите его.
error-busy = Слишком много изменений сразу. Повторите через несколько секунд.
error-cross-origin = Запрос пришёл с другого сайта и отклонён. Откройте страницу заново и повторите.
error-database-away = База данных сейчас не отвечает. Поиск и книга работают, остальное вернётся вместе с ней; входить заново не придётся.
error-disk-full = Не получилось: на диске сервера кончилось место.
error-disk-reserve = Не принято: на диске сервера осталось { $free } МБ, а { $kept } МБ берегутся для того, что люди пишут. Файл отправьте ещё раз, когда место освободят.
error-upload-stalled = Не принят: передача файла остановилась, минуту ничего не приходило. Проверьте связь и отправьте ещё раз.
error-uploads-at-once = Не принят: вы уже передаёте { $uploads ->
    [one] { $uploads } файл
    [few] { $uploads } файла
   *[many] { $uploads } файлов
 }. Дождитесь, пока хотя бы один будет принят, и отправьте снова.
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
invitation-title = Вход по ссылке
invitation-lead = Если страница не продолжилась сама, откройте ссылку ещё раз или вставьте её сюда.
invitation-link = Ссылка
invitation-link-hint = Целиком, как её прислал администратор.
invitation-go = Продолжить
profile-title = Профиль
profile-save = Сохранить
profile-keys = Одиночные клавиши
profile-single-keys = Включены
profile-password = Пароль
profile-password-current = Нынешний
profile-password-new = Новый
profile-password-change = Сменить пароль
profile-password-changed = Пароль сменён: остальные входы завершены, ключи и ссылки больше не действуют
profile-sessions = Где вы вошли
profile-session-seen = { $when }
profile-session-this = Здесь
profile-session-end = Завершить
profile-tokens = Ключи для программ
profile-tokens-lead = С ключом программа делает по API то, что отмечено, и не больше, чем можно вам. Отозванный ключ перестаёт работать сразу. Со сменой пароля или роли перестают работать все.
profile-token-scopes = Что можно с этим ключом
profile-token-days = Сколько действует
profile-token-days-count = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
profile-token-from-before = Есть ключи, созданные раньше, чем появились сроки: им можно всё. Замените их ключами, которым можно только нужное.
token-ends = действует до { $when }
token-over = истёк { $when }
tokens-title = Ключи для программ
tokens-lead = Ключи всех сотрудников. Отзовите те, что больше не нужны: программа потеряет доступ сразу.
tokens-none = Ключей нет
tokens-none-why = Каждый создаёт свои ключи в профиле.
tokens-revoked = Ключ отозван: { $value }
token-scope-playbook-read = Книга: читать и искать
token-scope-glossary-read = Глоссарий: читать
token-scope-glossary-write = Глоссарий: менять
token-scope-recordings-read = Записи: слушать и читать
token-scope-recordings-write = Записи: загружать и менять
token-scope-evaluations-read = Оценки: читать
token-scope-evaluations-write = Оценки: начинать и отмечать
token-scope-plans-read = Планы и встречи: читать
token-scope-plans-write = Планы: писать
token-scope-people-read = Сотрудники: читать
token-scope-metrics-read = Показатели сервиса: читать
error-token-scopes = Отметьте, что можно с этим ключом.
error-token-many = Ключей уже 200. Отзовите ненужные и создайте новый.
error-token-days = Срок ключа — от одного дня до срока из настройки token_days.
error-token-not-found = Такого ключа уже нет.
error-token-scope = Этому ключу сюда нельзя: нужен ключ, которому разрешено { $scope }.
error-token-refused = Сюда нельзя с ключом для программ: войдите по паролю.
profile-token-once = Скопируйте ключ: второй раз он не покажется.
profile-token-name = Для чего ключ
profile-token-created = создан { $when }
profile-token-used = последний запрос { $when }
profile-token-delete = Отозвать
profile-token-create = Создать ключ
error-sign-in-wrong = Имя или пароль не подходят. Проверьте раскладку и повторите.
error-guess-wait = { $seconds ->
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
profile-password-why = Вход на других устройствах закончится, ваши ключи для программ и ссылки для входа перестанут работать.
profile-sessions-why = Незнакомый вход завершите и смените пароль.
profile-entries = Входы и доступ
profile-entries-why = Кто и откуда входил под вашим именем, кто делал ссылки для вашего пароля.
profile-entries-none = Пока ничего.
links-title = Под вашим именем можно было войти по ссылке
links-made = { $when }: сделана ссылка для нового пароля. Кто сделал: { $who }.
links-used = { $when }: по ссылке выбран пароль и выполнен вход. Откуда: { $browser }, { $address }.
links-what = Если это были не вы, смените пароль и скажите руководителю.
links-change = Сменить пароль
links-read = Понятно
profile-token-unused = ещё не использован
profile-token-hint = Например: выгрузка из телефонии
second-step-title = Второй шаг
second-step-code = Код из приложения
second-step-code-hint = Шесть цифр из приложения на телефоне или запасной код.
second-step-recovery = Запасной код
second-step-recovery-hint = Шестнадцать знаков со списка, который вы сохранили.
second-step-passkey = Войти ключом доступа
second-step-lost = Нет ни телефона, ни запасных кодов? Администратор сбросит второй шаг, и вы подключите его заново.
second-step-recovery-left = { $value ->
    [0] Это был последний запасной код. Сделайте новые в профиле
   *[other] Запасной код использован. Осталось: { $value }
}
error-sign-in-ended = Вход занял больше десяти минут или был завершён. Введите пароль ещё раз.
error-code-wrong = Код не подходит. Дождитесь следующего кода и введите его; проверьте, что часы телефона идут верно.
error-code-used = Этот код уже использован. Дождитесь следующего.
error-passkey-refused = Ключ доступа не подошёл. Попробуйте ещё раз или войдите по коду.
error-passkey-nowhere = Ключи доступа здесь не работают: администратор ещё не задал адрес сервиса с https.
error-second-factor-needed = Сначала подключите второй шаг входа: для вашей роли он обязателен.
error-second-factor-none = Второй шаг не подключён, запасные коды не нужны.
error-app-there = Приложение уже подключено. Обновите страницу.
second-factor-title = Второй шаг входа
second-factor-lead = С ним одного пароля мало: нужен ещё код с телефона или ключ доступа. Украденный пароль никого не впустит.
second-factor-must = Для вашей роли второй шаг обязателен. Подключите приложение или ключ доступа, и можно работать.
second-factor-password = Ваш пароль
second-factor-app = Приложение с кодами
second-factor-app-why = Показывает шесть цифр, которые меняются каждые полминуты. Подойдёт любое: Яндекс ID, Google Authenticator, Aegis, 1Password.
second-factor-app-add = Подключить приложение
second-factor-app-since = Подключено { $when }
second-factor-app-remove = Отключить приложение
second-factor-app-confirm = Подключить
second-factor-app-again = Показать другой секрет
second-factor-scan = Откройте приложение и наведите камеру на рисунок.
second-factor-picture = Рисунок с секретом для приложения
second-factor-type = Камеры нет? Введите в приложение секрет:
second-factor-enter = Код, который показывает приложение
second-factor-enter-hint = Пока код не введён, второй шаг не включён.
second-factor-added = Второй шаг подключён
second-factor-removed = Отключено
second-factor-reset = Второй шаг сброшен: { $value }
second-factor-passkeys = Ключи доступа
second-factor-passkeys-why = Вход по отпечатку, лицу или PIN-коду устройства. Его нельзя подсмотреть и нельзя ввести на поддельном сайте.
passkey-name = Название
passkey-name-hint = Например: рабочий ноутбук.
passkey-add = Добавить ключ доступа
passkey-remove = Удалить
passkey-since = добавлен { $when }
passkey-used = последний вход { $when }
passkey-unused = ещё не использован
passkey-no-site = Ключи доступа работают, когда в настройке public_url задан адрес с именем и https, например https://book.example.ru. Скажите об этом администратору.
passkey-needs-script = Чтобы добавить ключ доступа, включите в браузере JavaScript.
passkey-no-support = Этот браузер не умеет работать с ключами доступа.
passkey-given-up = Ключ доступа не получен: устройство отказало или вы отменили. Попробуйте ещё раз.
passkey-there = На этом устройстве ключ доступа уже есть.
recovery-title = Запасные коды
recovery-why = Если телефона нет под рукой. Каждый код срабатывает один раз.
recovery-left = { $n ->
    [0] Запасных кодов не осталось
    [one] Остался { $n } запасной код
    [few] Осталось { $n } запасных кода
   *[many] Осталось { $n } запасных кодов
}
recovery-few = Запасных кодов почти не осталось. Сделайте новые.
recovery-new = Сделать новые коды
recovery-once = Сохраните запасные коды
recovery-once-why = Они понадобятся, если потеряется телефон. Каждый впустит один раз. Распечатайте или перепишите их: второй раз они не покажутся, а прежние коды больше не действуют.
recovery-kept = Коды сохранены, дальше
recovery-print = Распечатать
profile-second-factor-why = Код с телефона или ключ доступа после пароля.
profile-second-factor-on = Подключён
profile-second-factor-off = Сейчас хватает одного пароля.
profile-second-factor-add = Подключить
profile-second-factor-change = Изменить
profile-token-password = Ваш пароль
notice-title = Проверьте, вы ли это
notice-new-browser = { $when }: вход в новом браузере — { $browser }, адрес { $address }.
notice-codes-fail = { $when }: кто-то ввёл ваш пароль верно, но не прошёл второй шаг — { $browser }, адрес { $address }.
notice-recovery-code-used = { $when }: вход по запасному коду — { $browser }, адрес { $address }.
notice-factor-added = { $when }: подключён второй шаг входа — { $browser }, адрес { $address }.
notice-factor-removed = { $when }: отключён второй шаг входа — { $browser }, адрес { $address }.
notice-factor-reset = { $when }: второй шаг вашего входа сброшен (кем: { $who }). Теперь хватает одного пароля; подключите второй шаг заново.
notice-by-shell = администратор сервера
notice-read = Да, всё верно
notice-not-me = Это не я
notice-others-ended = Все остальные входы завершены. Теперь смените пароль
password-strength-minutes = Подберут за минуты.
password-strength-hours = Подберут за часы.
password-strength-days = Сойдёт: подбирать придётся дни или месяцы. Ещё одно слово сделает его надёжным.
password-strength-years = Хороший: подбирать придётся годы.
password-strength-ages = Отличный: не подобрать.
error-password-weak-word = Это слово пробуют первым, в любой раскладке. Возьмите три-четыре обычных слова подряд.
error-password-weak-name = Имена и названия пробуют первыми. Добавьте несколько слов, которые с вами не связаны.
error-password-weak-keys = Соседние клавиши пробуют первыми. Возьмите три-четыре обычных слова подряд.
error-password-weak-repeat = Повторы угадать легко. Возьмите разные слова.
error-password-weak-sequence = Буквы и цифры по порядку угадать легко. Возьмите три-четыре обычных слова подряд.
error-password-weak-date = Даты и годы угадать легко. Возьмите три-четыре обычных слова подряд.
error-password-weak-short = Угадать нетрудно. Добавьте ещё слово или два.
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
people-sign-in = Вход
people-clash = { $name }: данные изменили, пока вы их правили.
people-more = Показать ещё
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
people-active-hint = Снимите отметку, когда сотрудник уходит: записи и оценки останутся, вход и ключи для программ закроются сразу.
people-role-hint = Со сменой роли сотрудник входит заново, его ключи для программ перестают работать.
people-add-hint = Пароль сотрудник задаст сам: после добавления здесь появится одноразовая ссылка.
people-link-title = Ссылка для входа: { $name }
people-link-why = Передайте её лично. Работает один раз и семь дней, второй раз не покажется. Прежняя ссылка больше не действует.
people-link-heading = Новый пароль
people-link-hint = Сотрудник забыл пароль? Дайте ему одноразовую ссылку. Прежний пароль работает, пока по ней не задан новый.
people-factor-heading = Второй шаг входа
people-factor-hint = Сотрудник потерял телефон и запасные коды? Сбросьте второй шаг: войти можно будет одним паролем, о сбросе ему скажут. Сначала убедитесь, что просит он сам.
people-factor-reset = Сбросить второй шаг
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
undone = Возвращено
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
evaluation-moment-good = Удачно
evaluation-moment-bad = Ошибка
evaluation-moment-idea = Обратить внимание

failure-home = На главную
failure-search = Найти в книге
failure-sign-in = Войти
failure-code = Код:
failure-request = Запрос:
failure-next-internal = Обновите страницу через минуту. Если не поможет, назовите администратору код запроса: он внизу.
failure-next-not-found = Возможно, её удалили или ссылка набрана с ошибкой. Найдите нужное поиском.
failure-next-forbidden = Если это нужно для работы, администратор может изменить вашу роль.
failure-next-sign-in = После входа вы вернётесь сюда.
failure-next-disk = Сообщите администратору: место надо освободить. Потом повторите. Искать и читать книгу можно и сейчас.
failure-next-busy = Подождите немного и обновите страницу.
failure-next-input = Вернитесь назад: введённое осталось в полях.
shell-copy = Скопировать

## Connection and drafts: what became of what was typed

net-session = Вход закончился. Войдите ещё раз: введённое останется здесь.
net-session-title = Войдите ещё раз
net-session-words = Вход закончился, но страница и всё введённое на месте.
net-session-tab = Войти в новой вкладке
net-person = На этом компьютере уже вошли под другим именем. Обновите страницу.
net-gate = Не отправлено: перед сервисом стоит вход вашей сети, и он закончился. Войдите в нём и повторите.
net-open-gate = Открыть вход
net-large = Не принято: прокси перед сервисом не пропускает такие большие файлы. Администратору: увеличьте client_max_body_size.
net-busy = Сервис сейчас не отвечает. Введённое осталось здесь, повторите через минуту.
net-full = Не сохранено: на диске сервера кончилось место. Введённое осталось здесь, повторите, когда место освободят.
net-reload = Обновить
net-again = Ещё раз
net-waits = Отправим сами, как только получится.
net-waiting = Ждёт отправки ({ $n }): { $what }
net-send-now = Отправить сейчас
net-refused = Не принято: { $what }
unsaved-session = Не сохранено: вход закончился.
unsaved-person = Не сохранено: вошли под другим именем.
unsaved-gate = Не сохранено: закончился вход вашей сети.
unsaved-large = Не сохранено: прокси не пропускает такой большой текст.
unsaved-busy = Не сохранено: сервис не отвечает. Текст остался здесь, попробуем ещё.
unsaved-full = Не сохранено: на диске сервера нет места. Текст остался здесь, попробуем ещё.
unsaved-offline = Не сохранено: нет связи. Текст остался здесь, попробуем ещё.
draft-saved = Сохранено { $time }, черновик
draft-typing = Сохраняем черновик…
draft-kept-here = Черновик остался только в этом браузере.
draft-kept-nowhere = Черновик сохранить негде: не закрывайте страницу.
draft-there = Здесь остался ваш несохранённый текст.
draft-older = Здесь остался ваш несохранённый текст. После него запись изменили.
draft-take = Вернуть несохранённое от { $time }
draft-drop = Убрать
draft-dropped = Черновик убран
draft-elsewhere = Эту же форму заполняют в другой вкладке: там свой черновик.
draft-saved-elsewhere = В другой вкладке эту форму сохранили в { $time }.
error-other-person = Сейчас здесь работает другой человек. Обновите страницу.
error-draft-not-found = Такого черновика нет. Возможно, его уже убрали.
error-draft-form = Черновик не принят: у формы неверный адрес.
error-draft-too-large = Текст слишком велик для черновика.

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
playbook-messages = Сообщения
playbook-regulations = Регламенты
playbook-products = Продукты
playbook-segments = Клиенты
playbook-company = Компания
playbook-training = Обучение
playbook-manuals = Инструкции
playbook-script = скрипт
playbook-objection = возражение
playbook-message = сообщение
playbook-regulation = регламент
playbook-product = продукт
playbook-segment = сегмент
playbook-company-card = о компании
playbook-lesson = урок
playbook-manual = инструкция
playbook-stage-contact = Контакт
playbook-stage-needs = Потребность
playbook-stage-presentation = Презентация
playbook-stage-objections = Возражения
playbook-stage-closing = Целевое действие
playbook-stage-follow-up = После звонка
playbook-role-hunter = хантер
playbook-role-closer = клоузер
playbook-role-farmer = фармер
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
playbook-until = Действует до { $day }
playbook-over = Закончилось
playbook-over-since = Действовало до { $day }.
playbook-over-hint = Клиенту это больше не предлагаем.
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
playbook-copied-line = Строка скопирована. Вставьте в сообщение.
playbook-variants = Варианты
playbook-subject = Тема
playbook-copy-message = Скопировать текст
playbook-copy-subject = Скопировать тему
playbook-subject-copied = Тема скопирована.
playbook-copied-empty = Скопировано, но пустых полей: { $n } ({ $names }).
playbook-fields = Поля сообщения
playbook-fields-left = Пустых полей: { $n }
playbook-fields-clear = Очистить поля
playbook-fields-cleared = Поля очищены.
playbook-figures = Цифры
playbook-figures-hint = Другие материалы берут их отсюда: напишите имя в фигурных скобках. Поменяете здесь — поменяется везде.
playbook-figure-from = Цифра из карточки компании: { $name }
playbook-task-done = сделано
playbook-task-open = не сделано
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
playbook-drafts = Черновики
playbook-archived = В архиве
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
search-key-choose-long = Выбрать ответ
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
search-start-hint = Хватит начала слова. Ответ появится сразу, первый раскрыт.
search-pinned = Под рукой
search-side = Под рукой и недавние
search-recent = Недавно открывали
search-panel = Панель рядом с CRM
search-no-answer = Нет ответа
search-no-answer-title = Нет нужного ответа?
search-no-answer-hint = Сохраним слова клиента, запрос и страницу. Тренер ответит, вы увидите это здесь и на странице «Сегодня».
search-phrase = Что сказал клиент, дословно
search-key-verdict = Помогло, не помогло
search-key-no-answer = Нет ответа
search-key-back = Выйти из поля, очистить его, вернуться
search-keys-where = Одиночные клавиши работают на раскрытом ответе: туда ведут Esc и щелчок по строке. В поле — с Alt, в остальных местах буква начинает поиск.
search-unsure-badge = неточно
search-unsure = Точного ответа в книге нет, ниже только похожее. Сохраните слова клиента, и тренер ответит.
search-told = { $found }. Раскрыт: { $title }
without-names = Сервер не отвечает. Ищем только по названиям, отметки уйдут позже. Как только связь вернётся, ответы обновятся сами.
without-nothing = Сервер не отвечает. Показаны прежние ответы; как только связь вернётся, они обновятся сами.
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
recordings-upload-whose = Выберите, чей звонок: файл сразу отправится
recordings-upload-taken = Принят, стоит в очереди
recordings-upload-mended = Звук вернулся в запись
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
recordings-delete-words = Вместе с ней уйдут расшифровка и черновик оценки, вернуть их будет нельзя. Звук ещё 30 дней хранится у администратора, потом удаляется.
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
recordings-clash = Данные звонка изменили, пока вы их правили.
recordings-downloads = Скачать
recordings-download-audio = Звук
recordings-download-text = Текст
recordings-download-docx = Документ Word
recordings-length-whole = Длительность
recordings-model = Модель
recordings-key-rows = Запись выше, ниже
recordings-key-open = Открыть
# Хранение и удаление
forget-title = Хранение и удаление
forget-lead = Сколько что хранится, что удалится следующей ночью, и как стереть человека отовсюду.
forget-keep-title = Сроки хранения
forget-keep-words = Сроки задаёт администратор в настройках службы. Ночью удаляется то, чему срок вышел. В первую ночь после смены сроков служба только считает: цифры видны здесь заранее.
forget-what = Что
forget-days = Хранится
forget-tonight = Удалится ночью
forget-soon = За 30 дней
forget-always = Всегда, пока не удалят
forget-days-count = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[other] { $n } дней
}
forget-needed = { $n ->
    [one] ещё { $n } пока нужна
    [few] ещё { $n } пока нужны
   *[other] ещё { $n } пока нужны
}
forget-needed-words = Запись остаётся, пока из неё открыт всем отрывок с указанным основанием или не решена апелляция. Оценки удалённых записей остаются без комментариев: только баллы.
forget-sweeps = Последние ночи
forget-sweeps-none = Пока ничего не удалялось.
forget-sweep-looked = Только подсчёт: сроки новые
forget-sweep-nothing = Удалять было нечего
forget-retention-recordings = Записи со звуком и текстом
forget-retention-transcripts = Расшифровки
forget-retention-searches = Поисковые запросы
forget-retention-log = Журнал действий
forget-client = Стереть клиента
forget-client-words = Звонки клиента уйдут вместе со звуком и текстом, а имя и номер будут вычеркнуты отовсюду. Сначала покажем, что уйдёт.
forget-sought = Номера и имена
forget-sought-hint = По одному в строке. Формы слова найдутся сами: «Технодвор» найдёт и «Технодвору».
forget-reference = Основание или номер обращения
forget-reference-hint = Останется в отчёте. Имени и номера клиента здесь не пишите.
forget-look = Показать, что уйдёт
forget-person-where = Сотрудника стирают с его страницы:
forget-requests = Обращения
forget-requests-none = Никого не стирали.
forget-subject-client = Стереть клиента
forget-subject-person = Стереть сотрудника
forget-state-looking = Считаем
forget-state-ready = Ждёт подтверждения
forget-state-confirmed = Стирается
forget-state-done = Готово
forget-state-withdrawn = Отменено
forget-places = Где лежат тексты о людях и что с ними происходит
forget-places-words = Полный список таблиц базы. Звук, копии и найденные файлы уходят вместе с записью.
forget-places-client = Клиента стирают
forget-places-person = Сотрудника стирают
forget-action-remove = Строки удаляются
forget-action-blank = Слова удаляются, цифры остаются
forget-action-hangs = Удаляется с записью
forget-action-strike = Имя и номер вычёркиваются
forget-action-strike-row = Строка с именем или номером удаляется
forget-action-none = Слов о людях нет
forget-request = Обращение об удалении
forget-asked = { $who }, { $when }.
forget-failed = Не получилось ({ $code }). Попробуем ещё раз через несколько минут.
forget-looking = Ищем во всех записях и текстах. Страница обновится сама.
forget-doing = Стираем. Страницу можно закрыть: работа идёт без неё.
forget-report = Отчёт
forget-done = Готово { $when }.
forget-nothing = Ничего не найдено, стирать нечего, и подтверждать не нужно. Проверьте, так ли написаны имена и номера: если иначе, создайте новое обращение.
forget-removed = Удалено строк
forget-blanked = Осталось без слов
forget-struck = Вычеркнуто имя
forget-found = { $n ->
    [one] Найденных файлов удалённых записей: { $n }
    [few] Найденных файлов удалённых записей: { $n }
   *[other] Найденных файлов удалённых записей: { $n }
}
forget-book = Осталось в книге продаж
forget-book-words = Книгу правят люди: уберите имя из этих материалов и повторите обращение, чтобы очистить и их историю.
forget-remainder = Что осталось и почему
forget-remainder-figures = { $n ->
    [0] Баллы и итоги оценок без слов: это цифры о работе менеджера.
   *[other] Баллы и итоги оценок без слов ({ $n }): это цифры о работе отдела.
}
forget-remainder-log = { $n ->
    [0] Журнал действий.
   *[other] Журнал действий ({ $n }) под именем, которое ни о чём не говорит: он нужен, чтобы отвечать за службу.
}
forget-remainder-others = { $n ->
    [0] О работе других ничего не написано.
   *[other] Написанное о работе других ({ $n }), без имени автора: это данные других людей.
}
forget-remainder-book = Материалов книги с этим именем: { $n }.
forget-remainder-found = Найденных файлов, о которых неизвестно, чьи они: { $n }.
forget-remainder-backups = Резервных копий: { $n }. Изменить их нельзя, они удаляются по сроку.
forget-remainder-migrations = Копий базы перед обновлениями: { $n }. Удалите их вручную или дождитесь трёх следующих обновлений.
forget-remainder-spoken = Номер, произнесённый словами в чужом звонке, и имя без фамилии: их не отличить от остальных слов.
forget-remainder-outside = То, что люди скачали, напечатали, переслали или не успели сохранить в своём браузере.
forget-remainder-traces = База была занята, и следы удалённого могли остаться в её файлах. Повторите обращение ночью.
forget-remainder-server = Журнал, реплики и архивы сервера PostgreSQL: они устаревают по его настройкам.
forget-until = До { $day }.
forget-print = Напечатать
forget-download = Скачать отчёт
forget-preview = Что уйдёт
forget-calls = { $n ->
    [0] Звонков нет.
    [one] { $n } звонок, со звуком и текстом
    [few] { $n } звонка, со звуком и текстом
   *[other] { $n } звонков, со звуком и текстом
}
forget-more = и ещё { $n }
forget-also = В этих звонках есть и другие имена и номера: { $names }. Если это тот же клиент, отмените и впишите их тоже.
forget-rows = По видам
forget-stays-client = Останутся баллы и итоги оценок без слов и резервные копии до конца их срока. Отчёт перечислит всё, что осталось.
forget-stays-person = Останутся цифры оценок, журнал и написанное о работе других, всё под именем, которое ни о чём не говорит. Отчёт перечислит, что осталось.
forget-confirm = Стереть насовсем
forget-confirm-words = Вернуть стёртое нельзя.
forget-confirm-person = Войти этот человек не сможет сразу после подтверждения.
forget-type = Для подтверждения введите: { $word }
forget-erase = Стереть
forget-withdraw = Не стирать
forget-withdrawn = Отменено, ничего не стёрто
forget-mark = [стёрто]
forget-erased-person = Стёртый сотрудник { $n }
forget-person-words = Когда человек ушёл и его данные больше не нужны. Покажем, что уйдёт, и спросим ещё раз.
forget-data = Личные данные
forget-data-own = Всё, что хранится о вас: страница для чтения и файлы для программ, одним архивом.
forget-data-admin = Всё, что хранится об этом человеке, одним архивом: для ответа на его запрос.
forget-data-sound = Вместе со звуком звонков
forget-data-get = Скачать
forget-export-title = Что хранится о человеке
forget-export-made = Собрано { $at }.
forget-export-what = Здесь нет паролей и ключей, неопубликованных оценок и личных заметок руководителя. Полные данные лежат в папке data.
forget-export-more = Остальное в файле.
forget-kind-recordings = Записи
forget-kind-transcripts = Расшифровки
forget-kind-evaluations = Оценки
forget-kind-comments = Моменты и комментарии
forget-kind-snippets = Отрывки и подборки
forget-kind-plans = Планы
forget-kind-meetings = Встречи 1:1
forget-kind-listening = Прослушка и калибровки
forget-kind-searches = Поиск и вопросы
forget-kind-drafts = Черновики
forget-kind-log = Журнал действий
forget-kind-people = Сотрудники
forget-kind-access = Входы и ключи
forget-kind-book = Книга, словарь, чек-листы
forget-kind-service = Служебное
error-forget-sought = Впишите номера или имена, до двенадцати строк
error-forget-short = Слишком коротко: номер от пяти цифр, имя от трёх букв
error-forget-reference = До 200 знаков
error-exports-at-once = Сейчас собираются другие архивы с личными данными. Подождите минуту и скачайте ещё раз.
error-export-disk-full = Файл не выдан: на диске сервера кончилось место, и выдачу нельзя записать в журнал. Скажите администратору.
error-forget-typed = Введено не то
error-forget-self = Себя стереть нельзя: попросите другого администратора.
error-forget-already = Этот сотрудник уже стёрт.
error-erasure-not-found = Такого обращения нет.
error-erasure-moved = Это обращение уже в работе или закрыто.
audit-act-erasure-asked = Спрошено, что сотрёт обращение
audit-act-erasure-confirmed = Удаление подтверждено
audit-act-erasure-withdrawn = Удаление отменено
audit-act-erasure-done = Человек стёрт
audit-act-data-exported = Личные данные выгружены
audit-act-retention-swept = Удалено по сроку хранения
audit-act-ground-stated = Записано основание для отрывка
recording-line = Предупреждаю сразу: разговор записывается, чтобы мы ничего не упустили
recording-line-say = Клиент должен знать о записи. Скажите в первую минуту: «{ $line }».
recording-line-more = Как и зачем
recording-line-title = Предупреждение о записи
recording-line-said = Прозвучало
recording-line-unheard = В расшифровке первой минуты такой фразы нет. Послушайте начало: распознавание могло её пропустить.
recording-line-phrases = разговор записывается | звонок записывается | разговоры записываются | разговор будет записан | разговор может быть записан | ведётся запись | идёт запись | веду запись | записываю разговор
recordings-transcript-gone = Расшифровки нет: её удалили или вышел срок хранения. Звук можно слушать.
snippet-ground = Основание для клиента
snippet-ground-hint = Согласие менеджера не заменяет согласия клиента.
snippet-ground-client-agreed = Клиент согласен
snippet-ground-manager-alone = Слышно только менеджера
snippet-ground-unrecognisable = Клиента нельзя узнать
snippet-ground-other = Другое
snippet-ground-words = Как согласился или что за основание
snippet-ground-words-hint = Письмом, в разговоре на 0:40
snippet-ground-day = Когда согласился
snippet-ground-none = Основание не указано
snippet-ground-state = Указать основание
error-snippet-ground = Выберите основание: отрывок услышат все
error-snippet-ground-words = Напишите, как клиент согласился или что за основание, до 300 знаков
error-snippet-ground-day = Укажите день согласия, не позже сегодняшнего

files-title = Файлы записей
files-lead = Все ли записи со звуком, и что нашлось без записи.
files-notice = С файлами записей непорядок: какие-то пропали, повреждены или не значатся в базе.
files-unknown = { $n ->
    [one] { $n } файл не значится в базе
    [few] { $n } файла не значатся в базе
   *[other] { $n } файлов не значатся в базе
}
files-unknown-words = Ничего не тронуто. Обычно так бывает, когда рядом с новыми файлами оказалась старая копия базы: верните нужную базу и запустите службу снова. Если база правильная, перенесите файлы в найденные: оттуда их можно послушать и взять обратно.
files-aside = Перенести в найденные
files-aside-ask = Перенести в найденные?
files-aside-words = База правильная, и этих файлов в ней быть не должно? Через 30 дней они удалятся, если их не взять обратно.
files-set-aside = Перенесено в найденные: { $value }
files-whole = Звук записей
files-all-well = Все файлы на месте
files-recordings = Записей
files-missing = Файла нет
files-damaged = Файл повреждён
files-read-through = Сверено с контрольной суммой
files-read-of = { $read } из { $all }
files-read-since = самая давняя сверка { $time }
files-mend-words = Загрузите тот же файл ещё раз, как обычную запись: звук вернётся на своё место, расшифровка и оценки останутся.
files-is-missing = Файла нет
files-is-damaged = Повреждён
files-since = замечено { $time }
files-found = Найденные файлы
files-found-words = { $n ->
    [one] Звук без записи: остался от удалённых записей и сбоев. Хранится { $n } день, потом удаляется сам.
    [few] Звук без записи: остался от удалённых записей и сбоев. Хранится { $n } дня, потом удаляется сам.
   *[other] Звук без записи: остался от удалённых записей и сбоев. Хранится { $n } дней, потом удаляется сам.
}
files-found-more = И ещё { $n }: они покажутся, когда разберёте эти.
files-found-none = Ничего не найдено.
files-found-at = Найден { $time }, хранится до { $until }
files-deleted-by = Запись удалил человек: { $who }.
files-deleted-at = Удалено { $time }, хранится до { $until }
files-take = Взять обратно
files-taken-in = Файл снова стал записью
files-forget = Удалить насовсем
files-forget-ask = Удалить файл насовсем?
files-forget-words = Вернуть его будет нельзя.
files-forgotten = Файл удалён насовсем
transcript-player-title = Плеер
transcript-player-play = Слушать
transcript-player-pause = Пауза
transcript-player-back = Назад на 5 секунд
transcript-player-forward = Вперёд на 5 секунд
transcript-player-slower = Медленнее
transcript-player-faster = Быстрее
transcript-player-speed = Скорость, нажмите для обычной
transcript-player-follow = Следовать
transcript-player-file-missing = Файла этой записи нет на диске, послушать её нельзя. Текст и оценки на месте. Загрузите тот же файл ещё раз, и звук вернётся.
transcript-player-file-damaged = Файл этой записи повреждён: звук может обрываться. Если исходный файл сохранился, загрузите его ещё раз, и он встанет на место.
transcript-player-file-bring = Загрузить файл
transcript-player-wave = Звук звонка: сверху { $manager }, снизу { $client }
transcript-player-wave-mono = Звук звонка, { $time }
transcript-player-key-play = Слушать, пауза
transcript-player-key-space = Пробел
transcript-player-key-five = Назад, вперёд 5 с
transcript-player-key-turn = Реплика назад, вперёд
transcript-player-key-one = Назад, вперёд 1 с
transcript-player-key-speed = Медленнее, быстрее
transcript-player-key-normal = Обычная скорость
transcript-player-key-replay = Реплика ещё раз
transcript-player-key-follow = Следовать за звуком
error-recording-not-found = Такой записи нет или она вам не видна.
error-recording-file-missing = Файла этой записи нет на диске. Загрузите тот же файл ещё раз: звук вернётся, расшифровка и оценки останутся.
error-lost-file-not-found = Этого файла среди найденных уже нет.
error-recording-not-sound = Не принят: это не звук, а { $kind }.
error-recording-too-large = Не принят: файл больше { $megabytes } МБ.
error-recording-day-full = Не принят: за сутки один человек может загрузить { $megabytes } МБ, и они исчерпаны. Отправьте файл завтра или попросите администратора увеличить upload_day_mb.
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
error-glossary-many = В словаре уже 2000 слов. Удалите лишние и добавьте новое.
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
transcript-turn-edit = Исправить реплику
transcript-turn-edit-time = Исправить реплику, { $time }
transcript-turn-save = Сохранить
transcript-turn-save-next = Сохранить, к следующей
transcript-turn-leave = Не менять
transcript-turn-back = К записи
transcript-turn-near = Что было до и после
transcript-turn-saved = Реплика исправлена
transcript-turn-removed = Реплика убрана из расшифровки
transcript-turn-left = Правка не сохранена, текст остался в черновике
transcript-turn-hint = Слова, которые не менялись, сохранят своё время. Если стереть весь текст, реплика уйдёт из расшифровки; вернуть её можно из истории правок.
transcript-turn-hint-keys = Alt L: реплика ещё раз; Alt Пробел: слушать, пауза; Alt ← →: 5 с.
transcript-turn-key-open = Исправить реплику
transcript-turn-key-replay = В поле: реплика ещё раз
transcript-turn-key-play = В поле: слушать, пауза
transcript-turn-key-five = В поле: назад, вперёд 5 с
transcript-turn-clash = Пока вы писали, эту реплику исправили: { $person }.
transcript-turn-clash-somebody = Пока вы писали, эту реплику исправили.
transcript-turn-clash-removed = Пока вы писали, эту реплику убрали: { $person }.
transcript-turn-clash-other = Пока вы писали, у записи появилась другая расшифровка.
transcript-turn-clash-theirs = Сейчас в расшифровке
transcript-turn-clash-yours = Ваш текст, отличия отмечены
transcript-turn-clash-choice = «Сохранить» поставит ваш текст, «Не менять» оставит как есть. Оба останутся в истории правок, если сохранить.
transcript-turn-clash-gone = В новой расшифровке здесь никто не говорит, сохранить правку некуда. Скопируйте текст, если он нужен.
transcript-edits = { $n ->
    [one] { $n } правка
    [few] { $n } правки
   *[other] { $n } правок
}
transcript-history-title = История правок
transcript-history-none = Правок нет
transcript-history-none-words = Расшифровка такая, какой её сделала машина.
transcript-history-kind-edited = Исправлена реплика
transcript-history-kind-removed = Убрана реплика
transcript-history-kind-named = Отмечено, кто говорит
transcript-history-kind-swapped = Стороны поменялись местами
transcript-history-kind-believed = Возвращено убранное как выдуманное
transcript-history-kind-restored = Возвращено, как было
transcript-history-swap-words = Во всей записи. Вернуть можно кнопкой «Поменять стороны».
transcript-history-nobody = сотрудника больше нет
transcript-history-more = { $n ->
    [one] и ещё { $n } реплика
    [few] и ещё { $n } реплики
   *[other] и ещё { $n } реплик
}
transcript-history-restore = Вернуть, как было
transcript-history-restore-all = Вернуть всё, что было до этой правки
transcript-history-restored = Возвращено. Это тоже правка, её можно отменить.
transcript-names-title = Говорят
transcript-names-change = изменить имена
transcript-names-hint = Имя меняется во всей записи и в файлах, которые из неё скачивают.
transcript-names-saved = Имена сохранены
error-turn-text = Реплика длиннее 20 000 знаков.
error-turn-revision = Неизвестно, какой текст вы читали. Откройте реплику заново.
error-turn-changed = Пока вы писали, эту реплику изменили.
error-revision-not-found = Такой правки нет.
error-revision-other-text = У записи уже другая расшифровка: эта правка к ней не относится.
error-revision-swap = Стороны возвращает кнопка «Поменять стороны» на странице записи.
error-revision-nothing = Возвращать нечего: текст и так такой, как до этой правки.

## Transcription
transcript-title = Расшифровка
transcript-empty = В записи никто не говорит
transcript-empty-words = Речь не нашлась ни на одном канале.
transcript-silence = { $n ->
    [one] { $n } секунда тишины
    [few] { $n } секунды тишины
   *[other] { $n } секунд тишины
}
transcript-doubt = Уверенность { $percent } %
transcript-engine = Модель { $model }, { $speed }× к реальному времени,
transcript-device-cpu = процессор
transcript-device-gpu = видеокарта
transcript-doubts = Подчёркнутые точками
transcript-doubts-words = слова распознаны неуверенно: послушайте.
transcript-doubt-words = Слова на цветном фоне распознаны неуверенно: послушайте запись.
transcript-model = модель { $model }
transcript-from-file = из файла
transcript-imported = Текст загружен из файла
transcript-imported-words = Время отдельных слов может быть приблизительным.
transcript-mono = Моно: кто говорит, не различить.
transcript-naming = Отметьте, кто говорит.
transcript-naming-keys = Клавиши: ↑ ↓ выбирают реплику, 1 это { $manager }, 2 это { $client }, 0 снимает отметку; с Shift отмечается сразу несколько.
transcript-naming-title = Кто говорит
transcript-naming-unknown = Неизвестно, кто
transcript-naming-clash = Пока страница была открыта, здесь отметили другого говорящего.
transcript-naming-clash-mine = С { $from } по { $to }: { $who }
transcript-naming-clash-one = { $from }: { $who }
transcript-naming-move = Реплика выше, ниже
transcript-naming-range = Выбрать несколько
transcript-naming-play = Слушать с реплики
transcript-twin = В обоих каналах файла один и тот же звук, поэтому запись считается моно: кто говорит, не различить.
transcript-heard = Услышано: { $heard }
transcript-replaced = Подчёркнутые
transcript-replaced-words = слова взяты из словаря.
transcript-filtered = Убрано как выдуманное: { $n }
transcript-filtered-lead = Модель написала эти слова там, где их, похоже, никто не говорил. Послушайте: если сказаны, верните.
transcript-filtered-known-invention = так модели пишут в тишине
transcript-filtered-no-speech = модель сомневалась, что здесь говорят
transcript-filtered-unsure = модель не уверена ни в одном слове
transcript-filtered-circling = одни и те же слова по кругу
transcript-filtered-monotonous = одни и те же буквы подряд
transcript-filtered-repeated = та же фраза третий раз подряд
transcript-filtered-other-language = буквы другого языка
transcript-restore = Вернуть
transcript-restored = Возвращено в расшифровку
job-kind-transcribe-recording = Расшифровка записи
job-stage-decoding = Читаем звук
job-stage-transcribing = Распознаём речь
job-stage-merging = Собираем реплики
error-transcript-many = Не принято: у записи уже { $most } расшифровок. Правьте одну из них.
error-transcript-not-found = Расшифровки ещё нет.
error-transcript-format = Формат расшифровки: json, text, srt, vtt или docx.
error-model-file-missing = Файла модели распознавания речи нет там, где указано в настройках.
error-transcription-aborted = Расшифровка остановлена.
error-transcription-language = Модель не знает языка «{ $language }». Выберите другой.
error-model-away = Модели распознавания речи нет.
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
transcript-versions-title = Расшифровки
transcript-versions-none = Расшифровок пока нет.
transcript-versions-current = Показана
transcript-versions-edited = с правками
transcript-versions-show = Показывать эту
transcript-versions-shown = Показана другая расшифровка
transcript-versions-brought = Текст загружен и показан
transcript-versions-made = { $model }, { $language }
transcript-versions-speed = { $speed }× к реальному времени
transcript-versions-language-ru = по-русски
transcript-versions-language-en = по-английски
transcript-versions-imported = Из файла { $file }, { $who }
transcript-versions-nobody = удалённый сотрудник
transcript-versions-model = Модель
transcript-versions-model-usual = Как в настройках
transcript-versions-model-usual-named = Как в настройках: { $model }
transcript-versions-stays = Расшифровки, которые уже есть, останутся в списке.
transcript-versions-again = Расшифровать
transcript-versions-bring = Загрузить текст из файла
transcript-versions-file = SRT, VTT или JSON
transcript-versions-file-hint = Файл можно перетащить на страницу. Имена перед двоеточием станут сторонами: { $manager }, { $client }, Менеджер, Клиент.
transcript-versions-of = Расшифровка: { $when }
transcript-versions-back = К записи
transcript-versions-is-current = Эта расшифровка показана: по ней ищут и разбирают звонок.
transcript-versions-is-other = Показана другая расшифровка. Эту можно читать, слушать и скачать.
error-transcript-version-not-found = Такой расшифровки у этой записи нет.
error-import-no-file = Выберите файл с текстом: SRT, VTT или JSON.
error-import-too-large = Не принят: файл больше { $megabytes } МБ.
error-import-too-many = Не принят: реплик или слов больше, чем бывает в звонке.
error-import-unknown = Не принят: это не SRT, не VTT и не JSON расшифровки.
error-import-empty = Не принят: в файле нет ни одной реплики.
error-import-disk-full = Не принят: на диске сервера кончилось место. Пришлите файл ещё раз, когда место освободят.
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

## Health

nav-health = Состояние
health-title = Состояние службы
health-lead = Хватает ли места, цела ли база, есть ли копии. Проверяется само, каждые полминуты.
health-well = Всё в порядке
health-well-words = Место на дисках есть, база отвечает и пишет, звук записей на месте.
health-not-yet = Первая проверка ещё идёт.
health-findings = { $n ->
    [one] { $n } дело требует внимания
    [few] { $n } дела требуют внимания
   *[many] { $n } дел требуют внимания
 }
health-warning = Внимание
health-bad = Неисправно
health-down = Не работает
health-open = Открыть
health-figures = В цифрах
health-of = { $n } из { $most }
health-free-of = свободно { $free } из { $all }
health-disk-data = Диск с данными
health-disk-recordings = Диск с записями
health-disk-backups = Диск с копиями
health-disk-library = Диск с книгой
health-disk-models = Диск с моделями речи
health-disk-temporary = Диск с временными файлами
health-place-data = с данными
health-place-recordings = с записями
health-place-backups = с резервными копиями
health-place-library = с книгой
health-place-models = с моделями речи
health-place-temporary = с временными файлами
health-database = База данных
health-schema = схема { $version }
health-looked-through = База просмотрена целиком
health-connections = Соединений с базой
health-backup = Последняя резервная копия
health-backup-none = ещё не было
health-backup-off = ночные копии выключены
health-memory = Память
health-open-files = Открытых файлов и соединений
health-version = Версия
health-looked = Проверено
health-minutes = { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
   *[many] { $n } минут
 }
health-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[many] { $n } часов
 }
health-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
 }
health-today = { $n ->
    [one] Служба просит внимания: { $n } дело.
    [few] Служба просит внимания: { $n } дела.
   *[many] Служба просит внимания: { $n } дел.
 }
health-today-open = Посмотреть
health-database-away = База данных не отвечает.
health-do-database-away = Проверьте, запущена ли она и есть ли её файлы. Поиск и книга работают, остальное вернётся вместе с ней само.
health-database-full = База данных не может ничего сохранить: на её диске кончилось место.
health-do-database-full = Освободите место. Читать можно, сохранение вернётся само.
health-database-refuses = База данных отвечает, но не даёт ничего сохранить.
health-do-database-refuses = Обычно диск стал доступен только для чтения, сменились права на файлы или сервер базы — резервный. Читать можно, сохранение вернётся само.
health-database-busy = База данных слишком долго занята чужой записью.
health-do-database-busy = Подождите минуту. Если не пройдёт, посмотрите, кто ещё работает с базой.
health-schema-newer = База данных от более новой версии программы: схема { $found }, а здесь известна { $known }.
health-do-schema-newer = Запустите ту версию, которая обновила базу, или верните копию базы, снятую до обновления.
health-schema-older = База данных старше программы: схема { $found }, а нужна { $known }.
health-do-schema-older = Похоже, под работающей службой подменили базу. Перезапустите службу: она обновит базу сама.
health-database-damaged = База данных повреждена, это нашла её проверка ({ $time }).
health-do-database-damaged = Снимите копию как есть, остановите службу и верните последнюю целую резервную копию командой «salesbook restore». Проверьте диск.
health-database-met-damage = База данных наткнулась на повреждённое место.
health-do-database-met-damage = Файл сейчас просматривается целиком. Приготовьте последнюю целую резервную копию и проверьте диск.
health-database-unsafe = При сбое питания PostgreSQL потеряет сохранённое: { $settings }.
health-do-database-unsafe = Включите эти настройки на сервере базы данных.
health-disk-full = На диске { $place } кончилось место.
health-do-disk-full = Освободите место: пока его нет, ничего не сохраняется.
health-disk-refuses = На диск { $place } нельзя записать.
health-do-disk-refuses = Проверьте права на каталог и не стал ли диск доступен только для чтения.
health-disk-away = Диска { $place } нет на месте, или он не отвечает.
health-do-disk-away = Проверьте, подключён ли диск. Службу до этого не перезапускайте.
health-disk-reserve = На диске { $place } осталось { $free } ({ $percent } %): новые файлы не принимаются.
health-do-disk-reserve = Освободите место или увеличьте диск. Остаток бережётся для того, что люди пишут; он задан настройкой disk_reserve.
health-disk-low = На диске { $place } осталось { $free } ({ $percent } %).
health-do-disk-low = Освободите место или увеличьте диск, пока хватает.
health-disk-few-files = На диске { $place } скоро нельзя будет создать ни одного файла: кончаются индексные дескрипторы.
health-do-disk-few-files = Удалите лишние мелкие файлы на этом диске.
health-recordings-elsewhere = Каталог записей не тот, что был: в нём нет знака этой установки.
health-do-recordings-elsewhere = Проверьте, подключён ли диск с записями. До этого ничего не загружайте.
health-files-missing = { $n ->
    [one] У { $n } записи нет файла.
   *[many] У { $n } записей нет файлов.
 }
health-do-files-missing = Загрузите те же файлы ещё раз, и звук вернётся на место, или верните их из резервной копии.
health-files-damaged = { $n ->
    [one] У { $n } записи повреждён файл.
   *[many] У { $n } записей повреждены файлы.
 }
health-do-files-damaged = Загрузите те же файлы ещё раз или верните их из резервной копии. Проверьте диск.
health-files-unknown = { $n ->
    [one] Среди записей лежит { $n } файл, неизвестный базе.
    [few] Среди записей лежат { $n } файла, неизвестных базе.
   *[many] Среди записей лежит { $n } файлов, неизвестных базе.
 }
health-do-files-unknown = Обычно так бывает рядом со старой копией базы. Ничего не тронуто; решите, что с ними делать.
health-playbook-missing = Папки книги нет или её нельзя прочитать.
health-do-playbook-missing = Проверьте настройку library или начните книгу: salesbook playbook init. При первом запуске служба спросит сама.
health-playbook-away = Папка книги пропала или опустела. Показывается последняя целая книга.
health-do-playbook-away = Верните папку на место: книга подхватит её сама. Правки книги пока не сохраняются.
health-playbook-empty = В книге нет ни одной статьи.
health-do-playbook-empty = Положите файлы в папку книги или проверьте настройку library.
health-do-model-missing = Записи ждут модели, всё остальное работает.
health-queue-still = Очередь стоит: работа ждёт уже { $length }, и никто её не делает.
health-do-queue-still = Проверьте, запущен ли «salesbook worker», и что сказано в очереди.
health-backups-full = Ночная копия не сделана ({ $time }): для неё не хватило места.
health-do-backups-full = Освободите место в каталоге копий. Служба пробует снова каждый час.
health-backups-failed = Ночная копия не сделана ({ $time }).
health-do-backups-failed = Причина в журнале службы. Она пробует снова каждый час.
health-backups-late = Свежей резервной копии нет: последняя сделана { $time }.
health-do-backups-late = Сделайте её командой «salesbook backup» и посмотрите в журнале, почему ночная не вышла.
health-backups-none = Резервной копии ещё ни одной нет, хотя пора.
health-do-backups-none = Сделайте её командой «salesbook backup» и посмотрите в журнале, почему ночная не вышла.
health-clock-forward = Часы сервера ушли вперёд сразу на { $length } (замечено { $time }).
health-do-clock-forward = Так бывает после сна машины или исправления часов. Проверьте, верно ли идут часы и включена ли их сверка.
health-clock-back = Часы сервера вернулись назад на { $length } (замечено { $time }).
health-do-clock-back = Проверьте, верно ли идут часы и включена ли их сверка. Время, записанное до этого, могло быть неверным.
health-files-many = Открыто { $open } файлов и соединений из { $most } возможных.
health-do-files-many = Увеличьте предел для службы (LimitNOFILE) или уменьшите настройку connections.

## Checklists and evaluations

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
evaluations-few = n = { $n }: рано сравнивать

evaluation-title = Оценка: { $heading }
evaluation-heading = { $manager } и { $client }
evaluation-back = К записи
evaluation-evaluate = Оценить звонок
evaluation-rule-points = Итог по баллам
evaluation-rule-blocks = Итог по блокам
evaluation-pane-card = Чек-лист
evaluation-pane-talk = Расшифровка
evaluation-sums = Результаты блоков
evaluation-items = Пункты чек-листа
evaluation-points = { $got }/{ $of }
evaluation-percent = { $percent } %
evaluation-block-sum = { $got } из { $of } · { $percent } %
evaluation-block-closed = не считается
evaluation-block-critical = обнуляет итог
evaluation-block-beside = не входит в итог
evaluation-block-empty = { $n ->
    [one] { $n } пункт
    [few] { $n } пункта
   *[many] { $n } пунктов
}
evaluation-gate-closed = { $n ->
    [one] { $n } пункт не входит в итог.
    [few] { $n } пункта не входят в итог.
   *[many] { $n } пунктов не входят в итог.
}
evaluation-points-taken = { $points ->
    [one] { $points } балл
    [few] { $points } балла
    [many] { $points } баллов
   *[other] { $points } балла
}
evaluation-gate-closed-points = { $n ->
    [one] { $n } пункт и { $points } не входят в итог.
    [few] { $n } пункта и { $points } не входят в итог.
   *[many] { $n } пунктов и { $points } не входят в итог.
}
evaluation-left-none = всё отмечено
evaluation-left = { $n ->
    [one] остался { $n } пункт
    [few] осталось { $n } пункта
   *[many] осталось { $n } пунктов
}
evaluation-left-unexplained = { $n ->
    [one] { $n } отметка без пояснения
    [few] { $n } отметки без пояснения
   *[many] { $n } отметок без пояснения
}
evaluation-missing-unanswered = нет ответа
evaluation-missing-unexplained = низкая отметка: добавьте комментарий или момент
evaluation-missing-critical = критическая отметка: добавьте комментарий или момент
evaluation-failed = обнулено: { $item }
evaluation-nothing-counted = считать пока нечего
evaluation-unanswered = нет ответа
evaluation-na = н/п
evaluation-publish = Опубликовать
evaluation-published = Оценка опубликована
evaluation-refused = Оценка осталась черновиком. Не хватает:
evaluation-save = Сохранить
evaluation-saved = Черновик сохранён в { $time }
evaluation-stopped = Не сохранено: черновик изменили в другой вкладке. Обновите страницу.
evaluation-comment = Комментарий
evaluation-comment-to = Комментарий к пункту «{ $item }»
evaluation-moment = Момент
evaluation-moment-to = Момент к пункту «{ $item }»
evaluation-moment-remove = Убрать момент { $time }
evaluation-moment-clash = Момент { $time } изменили, пока он был у вас на экране.
evaluation-moment-clash-remove = Убрать этот момент
evaluation-moment-kind = Вид
evaluation-moment-note = Пометка
evaluation-moment-at = Место в записи
evaluation-moment-at-hint = Минуты и секунды для кнопки с флажком у пункта.
evaluation-moments = Моменты
evaluation-moments-hint = Клавиша M отмечает место, которое звучит, у выбранного пункта.
evaluation-summary = Вывод по звонку
evaluation-summary-hint = Два-три предложения. Менеджер прочитает их рядом со своим мнением.
evaluation-more = Черновик
evaluation-other-checklist = Чек-лист
evaluation-other-checklist-hint = Ответы на пункты, которые есть в обоих, останутся.
evaluation-other-checklist-go = Сменить
evaluation-discard = Удалить черновик
evaluation-discarded = Черновик удалён
error-evaluation-begun = Другой черновик этого звонка уже начат: вернуть прежний нельзя.
evaluation-published-by = { $reviewer }, { $when }
evaluation-recording-gone = Запись удалена: оценка и её расчёт остались, послушать уже нельзя.
evaluation-keys = Оценка
evaluation-key-mark = отметка
evaluation-key-item = пункт
evaluation-key-marks = Поставить отметку
evaluation-key-na = Не применимо
evaluation-key-clear = Снять отметку
evaluation-key-items = Пункт выше, ниже
evaluation-key-blocks = Блок выше, ниже
evaluation-key-moment = Момент к пункту
evaluation-key-play = Послушать момент пункта
evaluation-key-gate = Ответить на вопрос блока: да, нет
evaluation-key-open = К неотвеченному пункту

evaluation-opinion-title = Сначала ваше мнение
evaluation-opinion-lead = { $reviewer }: разговор с клиентом { $client } прослушан и оценён. Оценка откроется после ваших слов.
evaluation-opinion-pluses = Плюсы
evaluation-opinion-pluses-hint = Что в этом разговоре получилось?
evaluation-opinion-minuses = Минусы
evaluation-opinion-minuses-hint = Что сделали бы иначе?
evaluation-opinion-once = Мнение даётся один раз, до оценки. Его увидит ваш РОП.
evaluation-opinion-go = Сохранить и открыть оценку
evaluation-opinion-saved = Мнение сохранено
evaluation-opinion-listen = Послушать ещё раз
evaluation-opinion-manager = Мнение менеджера
evaluation-opinion-reviewer = Мнение: { $reviewer }
evaluation-opinion-none = Менеджер ещё не высказался. Вместе с этим откроется оценка.
evaluation-opinion-no-moments = Без вывода и моментов.

error-evaluation-not-found = Такой оценки нет или она вам не видна.
error-evaluation-changed = Эту оценку изменили в другой вкладке. Обновите страницу: там последняя версия.
error-evaluation-final = Оценка уже опубликована и больше не меняется.
error-checklist-not-found = Такого чек-листа нет.
error-bad-answer = Такого ответа у пункта нет: { $item }.
error-bad-moment = Такого места в записи нет. Напишите минуты и секунды: 3:16.
error-moment-many = Больше { $most } отмеченных мест в одной оценке не бывает.
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
plan-opinion-wait = { $name }: мнения о звонке ещё нет. Оценка откроется после этого; план можно составить и сейчас.
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
plan-waits = { $name }: план ещё не подтверждён.
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
plan-outcome-clash = Пока вы отвечали, об этой цели решили иначе или изменили её.
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
error-plan-changed = План изменился, пока вы писали. Посмотрите, что в нём сейчас, и сохраните ещё раз.
error-plan-is-warning = Письменное предупреждение не изменяют. Если в нём ошибка, обсудите её на встрече 1:1.
error-plan-reworded = План изменили, пока вы его читали. Прочитайте новый текст и подтвердите его.
plan-clash = Пока вы писали, план изменился. Последняя правка: { $when }.
plan-target = Цель
plan-closed-open = Открыть план
plan-closed-typed = Что вы написали
error-plan-acknowledged = План уже подтверждён и больше не меняется. Составьте новый после следующей прослушки.
error-plan-words-long = Слова к плану длиннее 2000 знаков.
error-plan-outcome = Такого ответа о цели нет.
error-evaluation-not-published = Сначала опубликуйте оценку: план опирается на неё.

## Today

today-search = Что сказал клиент?
today-opinions = Сначала ваше мнение
today-opinion-asks = Звонок прослушан, оценивает { $name }. Напишите, что получилось и что нет, и оценка откроется.
today-review = Разобрать звонки
today-review-none = Все звонки разобраны
today-review-none-what = Новые записи появятся здесь, когда будет готова расшифровка.
today-draft = черновик
today-my-plan = Мой план
today-plans = Планы и встречи
today-plans-none = Открытых целей и близких встреч нет.
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

error-unknown-field = Поля «{ $field }» здесь нет. Уберите его или исправьте имя. Здесь есть: { $known }.
error-unknown-parameter = Параметра «{ $parameter }» у этого адреса нет. Уберите его или исправьте имя. Есть параметры: { $known }.
error-no-parameters = У этого адреса нет параметров. Уберите «{ $parameter }».
error-bad-json = Тело запроса не подходит: { $detail }
error-bad-form = Форма пришла повреждённой. Откройте страницу заново.
clash-what = Ничего не потеряно: в форме ваш вариант, ниже то, что сохранено сейчас.
clash-act-what = Ничего не изменено. Решите, что останется.
clash-mine = Ваш вариант
clash-take = Взять то, что сохранено
clash-save = Сохранить мой вариант
clash-theirs = Сейчас сохранено
clash-empty = пусто
error-bad-parameter = Параметр адреса «{ $parameter }» не понят: проверьте его значение.
error-parameter-value = Такого значения у этого параметра нет.
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
glossary-clash = Это слово изменили, пока вы его правили.
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
unanswered-own = Ваши вопросы
unanswered-own-waits = ждёт тренера
unanswered-own-answered = есть ответ
unanswered-own-declined = ответа не будет
unanswered-unsure = нашлось только похожее
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
authoring-save-draft = Сохранить черновик
authoring-check = Проверить
authoring-leave = Не сохранять
authoring-saved = Сохранено. В книге уже новый текст
authoring-saved-draft = Черновик сохранён. Его видят только те, кто пишет книгу
authoring-saved-archived = Сохранено. Материал остаётся в архиве
authoring-answers = Когда сохраните, вопрос уйдёт из очереди, а спросившие узнают об ответе.
authoring-answered = Сохранено. Кто спрашивал, узнает об ответе
authoring-same = Текст тот же, сохранять нечего
authoring-refused = Не сохранено: в тексте ошибки, они перечислены в замечаниях. Ваш текст на месте.
authoring-template-left = Не сохранено: в тексте остались строки заготовки. Замените их своими или уберите: { $lines }
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
authoring-field-until = Действует до
authoring-until-hint = Для акций и сезонных предложений. После этого дня материал помечается как закончившийся.
authoring-field-figures = Цифры компании
authoring-figures-hint = По одной в строке: имя, двоеточие, значение. В других материалах её вставляют именем в фигурных скобках.
authoring-field-body = Текст
authoring-field-file = Файл целиком
authoring-field-reason = Почему правите (увидят в истории)
authoring-slug-hint = Латиницей через дефис. Потом можно переименовать: ссылки поправятся сами.
authoring-aliases-hint = По одной в строке, как говорит клиент: по ним материал находят.
authoring-stage-none = не указан
authoring-roles-hint = Ничего не отмечено — для всех.
authoring-tags-hint = Через запятую.
authoring-body-hint = Разметка: ## — ответ или шаг, 1. **ход** «слова» — что сказать, > — речь, **жирно**, [ссылка](../objections/too-expensive.md).
authoring-manual = Как писать материал: вся разметка на одной странице
authoring-rows = Полями
authoring-row-name = Название ответа
authoring-row-when = Когда выбирать
authoring-row-move = Ход
authoring-row-words = Слова
authoring-row-add = Добавить строку
authoring-row-remove = Убрать строку
authoring-row-none = Ответов пока нет. Нажмите «Полями» ещё раз и начните ответ строкой «## Название».
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
authoring-by-rename = при переименовании
authoring-folded =
    { $n ->
        [one] … ещё { $n } строка без изменений …
        [few] … ещё { $n } строки без изменений …
       *[other] … ещё { $n } строк без изменений …
    }

# Где стоит материал: кто видит, как называется, есть ли он вообще
authoring-place-title = Место в книге: { $title }
authoring-place-head = Место в книге
authoring-place-link = Место в книге
authoring-place-status = Кто видит
authoring-place-is-published = Опубликован: его видят и находят все.
authoring-place-is-draft = Это черновик: его видят только те, кто пишет книгу, и поиск его не находит.
authoring-place-is-archived = Материал в архиве: поиск его не находит, по ссылке он открывается.
authoring-place-publish = Опубликовать
authoring-place-draft = Вернуть в черновики
authoring-place-archive = Убрать в архив
authoring-place-published = Опубликовано: теперь материал видят и находят все
authoring-place-drafted = Теперь это черновик: его видят только те, кто пишет книгу
authoring-place-archived = Убрано в архив: поиск больше не находит материал
authoring-place-name = Название и адрес
authoring-place-name-what = Ссылки во всей книге поправятся сразу, прежний адрес будет вести сюда же.
authoring-place-rename = Переименовать
authoring-place-renamed = Переименовано. Материалов, где поправлены ссылки: { $value }
authoring-place-changed = Пока страница была открыта, материал изменили. Проверьте его и нажмите ещё раз.
authoring-place-remove = Удаление
authoring-place-remove-what = Материал исчезнет из книги. Вернуть его можно из списка удалённых вместе со всей историей.
authoring-place-linked = На него ссылаются, эти ссылки перестанут открываться:
authoring-place-remove-do = Удалить
authoring-place-removed = Удалено. Вернуть можно здесь
authoring-place-returned = Материал снова в книге
authoring-place-taken = Под этим именем в книге уже есть материал
authoring-removed-title = Удалённые
authoring-removed-none = Удалённых материалов нет
authoring-removed-none-what = Здесь появится всё, что удалят, и каждый материал можно будет вернуть.
authoring-removed-return = Вернуть
authoring-picture-words = что на картинке
error-entry-title = От 1 до 200 знаков
error-entry-aliases = До 200 знаков в строке
error-entry-choice = Выберите из списка
error-entry-owner = Выберите, кто отвечает за текст
error-entry-review = Укажите дату
error-entry-until = Укажите дату или оставьте пустым
error-entry-figures = В каждой строке нужны имя, двоеточие и значение
error-entry-slug = Латинские буквы, цифры и дефисы: подойдёт too-expensive
error-entry-slug-taken = Такой файл уже есть, выберите другое имя
error-entry-facts = Паспорт этого файла не читается. Сначала исправьте его в редакторе.
error-entry-last = Это последний материал книги: пустая книга выглядит как отключившийся диск. Сначала напишите другой.
error-entry-reason = До 300 знаков
error-entry-too-long = Не сохранено: текст длиннее { $kilobytes } КБ. Разделите его на несколько материалов.
error-entry-not-writable = Не сохранено: файл { $file } не записывается. Текст остался здесь. Администратору: у службы должно быть право писать в папку книги, и на диске должно быть место.
error-book-disk-full = Не сохранено: на диске с книгой кончилось место, файл { $file } не записан. Введённое осталось здесь. Скажите администратору.
error-entry-not-plain = Файл { $file } на диске не обычный: это ссылка, канал или папка. Такие файлы книга не читает и не пишет. Администратору: положите на его место сам файл.
error-book-away = Не сохранено: папка книги пуста или недоступна, показывается последняя хорошая книга. Текст остался здесь. Скажите администратору: возможно, отключился диск.
error-book-begun = Книга уже начата: в папке что-то есть.
error-book-not-made = Папка книги не записывается: { $folder }. У службы должно быть право писать в неё.
first-book-title = С чего начать книгу продаж?
first-book-hint = Папка { $folder } пуста. Спросим один раз, потом всё можно переписать.
first-book-sample = Взять образец
first-book-sample-hint = Готовая книга компании, которая продаёт складские стеллажи: скрипты, возражения, письма, регламенты. Посмотреть, как устроено, и переписать под себя.
first-book-skeleton = Начать с пустой
first-book-skeleton-hint = По одному шаблону с пояснениями на каждый раздел.
first-book-own = Положить свои файлы
first-book-own-hint = Папка останется пустой, в ней будет только памятка, куда что класть.
first-book-said = Книга начата.
first-book-own-said = Папка готова. Положите в неё файлы: они появятся здесь через секунду.
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
upkeep-confusions-title = Что путает поиск
upkeep-confusions-lead = Спрошено названий и формулировок: { $asked }. Открывают другой материал: { $astray }.
upkeep-confusions-cut = Книга велика: проверена только часть формулировок.
upkeep-confusions-pairs = Пары, которые поиск не различает
upkeep-confusions-what = Слева чей вопрос, справа что открывается вместо него. Уберите общую формулировку у одного из двух или скажите её точнее.
upkeep-confusions-none = Поиск различает все материалы
upkeep-confusions-none-what = Каждое название и каждая формулировка открывают свой материал.
upkeep-confusions-nothing = ничего не находится
upkeep-confusions-place = сам на месте { $n }
upkeep-confusions-far = сам не в первых десяти
upkeep-confusions-more = Ещё пар: { $n }
upkeep-confusions-aliases = Формулировки из вопросов
upkeep-confusions-aliases-what = Так спрашивали перед тем, как открыть материал, а поиск по этим словам ведёт не туда.
upkeep-confusions-take = Добавить формулировки
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
evaluation-before = Этот звонок уже оценён:
evaluation-restored = Вернули то, что не успело сохраниться
evaluation-key-hint = Подсказка: подходит, не подходит
evaluation-hint-said = Похоже, вот оно: «{ $words }»
evaluation-hint-accept = Подходит
evaluation-hint-reject = Нет
evaluation-hint-first = Подсказка по фразе из чек-листа. Отметку она не ставит.
evaluation-hint-before = Раньше эта фраза подходила: { $accepted } из { $n }. Отметку она не ставит.
evaluation-hints-title = Точность подсказок
evaluation-hints-what = Фразы из чек-листов, которые нашлись в расшифровках, и как часто с ними соглашались.
evaluation-hints-phrase = Фраза
evaluation-hints-item = Пункт
evaluation-hints-right = Подошла
evaluation-hints-none = Подсказок ещё не было
evaluation-hints-none-what = Они появляются на экране оценки у пунктов, для которых в чек-листе записаны фразы.
evaluation-hints-few = { $n ->
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
today-not-found = Ищут и не находят
today-not-found-none = За 90 дней всё, что искали, нашли.
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

### Checklist editor

nav-checklists = Чек‑листы
evaluation-lesson = Как надо: { $title }
evaluation-to-checklists = Чек-листы отдела
people-function = Функция
people-function-of = Функция: { $name }
people-function-save = Сохранить функцию: { $name }
checklists-title = Чек-листы
checklists-lead = По ним оценивают звонки. Опубликованная версия не меняется: правка становится следующей.
checklists-foot = Новая оценка начинается с чек-листа, который подходит менеджеру и виду звонка, иначе со стандартного. Сменить его можно на странице оценки.
checklists-new = Новый чек-лист
checklists-from = С чего начать
checklists-from-blank = С пустого листа
checklists-from-copy = Копия: { $name }
checklists-in-use = Используются
checklists-drafts = Ещё не опубликованы
checklists-archived = В архиве
checklist-copy-suffix = {" "}(копия)
checklist-nameless = Без названия
checklist-nameless-item = без названия
checklist-standard = Стандартный
checklist-has-draft = черновик
checklist-items =
    { $n ->
        [one] { $n } пункт
        [few] { $n } пункта
       *[many] { $n } пунктов
    }
checklist-version = Версия { $n }
checklist-draft-by = { $author }, { $when }
checklist-shipped = Поставляется с программой, { $when }
checklist-evaluations =
    { $n ->
        [0] оценок нет
        [one] { $n } оценка
        [few] { $n } оценки
       *[many] { $n } оценок
    }
checklist-changes =
    { $n ->
        [one] Что изменилось: { $n } правка
        [few] Что изменилось: { $n } правки
       *[many] Что изменилось: { $n } правок
    }
checklist-versions = Версии
checklist-earlier = прежняя версия
checklist-in-archive = в архиве
checklist-to-newest = К последней версии
checklist-go-on = Продолжить черновик
checklist-draft-there = Есть черновик следующей версии: { $draft }
checklist-edit = Изменить
checklist-edit-it = Изменить: { $name }
checklist-edit-title = Чек-лист: { $name }
checklist-make-standard = Сделать стандартным
checklist-make-standard-it = Сделать стандартным: { $name }
checklist-made-standard = Стандартный чек-лист сменён
checklist-archive = В архив
checklist-archive-it = В архив: { $name }
checklist-archived = Чек-лист в архиве. Оценки по нему остались
checklist-restore = Вернуть
checklist-restore-it = Вернуть из архива: { $name }
checklist-restore-item = Спрашивать снова: { $name }
checklist-restored = Чек-лист снова используется
checklist-published = Опубликована версия { $value }
checklist-unchanged = Новой версии нет: всё как в последней опубликованной
checklist-discarded = Черновик удалён
checklist-discard-title = Удалить черновик чек-листа?
checklist-discard-words = Правки с последней опубликованной версии пропадут. Если её нет, пропадёт весь чек-лист.
checklist-no-draft = Черновика нет: правка начнёт его
checklist-kept-apart = Ваша правка сохранена отдельным чек-листом
checklist-kept-over = Ваша правка здесь, другая сохранена отдельным чек-листом
checklist-clash = Пока вы писали, появилась другая правка: { $author }, { $when }. Ваша осталась в форме и ещё не сохранена.
checklist-clash-published = Пока вы писали, черновик опубликовали или удалили. Ваша правка осталась в форме и ещё не сохранена.
checklist-clash-what = Чем ваша правка отличается от сохранённого
checklist-clash-same = Ваша правка совпадает с сохранённым.
checklist-clash-theirs = Открыть сохранённое
checklist-clash-over = Моё сюда, другое отдельно
checklist-clash-apart = Моё отдельным чек-листом
checklist-clash-here = Не сохранено: этот чек-лист изменили в другой вкладке. Введённое осталось здесь.
checklist-clash-look = Сравнить
checklist-preview = Как увидит проверяющий
checklist-try = Проба: отметки не сохраняются
checklist-try-clear = Снять отметки
checklist-left-none = можно публиковать
checklist-left =
    { $n ->
        [one] осталось исправить { $n } место
        [few] осталось исправить { $n } места
       *[many] осталось исправить { $n } мест
    }
checklist-about-it = Расчёт, зоны, для каких звонков
checklist-name = Название
checklist-about = Для чего
checklist-in-ru = по-русски
checklist-in-en = по-английски
checklist-rule = Как считается итог
checklist-rule-points-hint = сумма баллов всех блоков, делённая на возможную
checklist-rule-blocks-hint = среднее процентов блоков, у всех блоков равный вес
checklist-zones = Зоны итога, в процентах
checklist-zone-from = от
checklist-for-functions = Для чьих звонков
checklist-for-calls = Для каких звонков
checklist-for-hint = Ничего не отмечено — подходит всем. Отмеченное предлагается первым, выбрать другой чек-лист можно всегда.
checklist-for-any = любые
checklist-block-name = Название блока
checklist-block-short = Короткое название
checklist-block-more = О блоке
checklist-block-counts = Входит в итог
checklist-block-gate = Вопрос перед блоком
checklist-block-gate-hint = Если ответ закрывает блок, он не считается: «Было возражение?» — «Не было».
checklist-gate-question = Вопрос
checklist-gate-open = Ответ, с которым блок считается
checklist-gate-closed = Ответ, с которым не считается
checklist-item-text = Пункт
checklist-item-scale = Шкала
checklist-item-weight = вес
checklist-item-more = Подробнее
checklist-item-guide = Что значит каждая отметка
checklist-item-required = Обязательный
checklist-item-na = Можно ответить «н/п»
checklist-item-critical = Отметка, которая обнуляет итог
checklist-item-initial = Отметка с самого начала
checklist-item-phrases = Фразы, по которым пункт слышно
checklist-item-phrases-hint = По одной в строке. Находка в расшифровке — подсказка проверяющему, отметку ставит человек.
checklist-item-entry = Материал книги, который этому учит
checklist-item-entry-hint = Начните набирать название или вставьте ссылку на материал.
checklist-item-key = Ключ в API и выгрузках: { $key }. Новый пункт получит ключ из текста при публикации, потом он не меняется.
checklist-scale-0-1-2 = 0–1–2
checklist-scale-yes-no = да/нет
checklist-scale-0-2 = 0 или 2
checklist-scale-five-step = пять ступеней
checklist-scale-points = баллы до…
checklist-scale-own = свои исходы
checklist-scale-up-to = баллы до { $n }
checklist-scale-own-values = свои исходы: { $values }
checklist-points-up-to = Баллов не больше
checklist-outcomes = Исходы
checklist-outcomes-hint = По одному в строке, от 2 до 11: баллы и слово, после черты по-английски. 5 Частично | Partly
checklist-labels = Слова на кнопках вместо цифр
checklist-labels-hint = По строке на отметку: 0 Нет | No. Пусто — на кнопках цифры.
checklist-add-item = Добавить пункт
checklist-add-block = Добавить блок
checklist-up = Выше: { $name }
checklist-up-short = Выше
checklist-down = Ниже: { $name }
checklist-down-short = Ниже
checklist-remove = Убрать: { $name }
checklist-remove-short = Убрать
checklist-archived-items =
    { $n ->
        [one] Больше не спрашивается: { $n } пункт
        [few] Больше не спрашивается: { $n } пункта
       *[many] Больше не спрашивается: { $n } пунктов
    }
checklist-archived-hint = Прежние оценки с этими пунктами не меняются.
checklist-fact-weight = вес { $weight }
checklist-fact-critical = обнуляет итог при { $mark }
checklist-fact-initial = сначала { $mark }
checklist-fact-optional = необязательный
checklist-fact-no-na = без «н/п»
checklist-fact-gate = с вопросом
checklist-fact-phrases =
    { $n ->
        [one] { $n } фраза
        [few] { $n } фразы
       *[many] { $n } фраз
    }
checklist-fault-name = Назовите чек-лист
checklist-fault-nothing = Нет ни одного пункта
checklist-fault-empty = В блоке нет пунктов: добавьте или уберите блок
checklist-fault-key = Ключ не подходит: латинские буквы, цифры и дефис, до 40 знаков
checklist-fault-twice = Такой ключ уже есть
checklist-fault-weight = Вес 0 ничего не значит. Чтобы пункт не влиял на итог, перенесите его в блок, который не входит в итог
checklist-fault-mark = Отметка, которая обнуляет итог или стоит с начала, не из этой шкалы, или слов не столько, сколько отметок
checklist-fault-fine = Веса слишком дробные, точно их не сложить: округлите
checklist-fault-zones = Зоны должны убывать: сильно больше нормы, норма больше внимания, не выше 100
checklist-fault-block-name = Назовите блок
checklist-fault-gate = Напишите вопрос перед блоком и оба ответа
checklist-fault-text = Напишите, что отмечают
checklist-fault-entry = Такого материала в книге нет
checklist-bad-zone = Целое число от 0 до 100
checklist-bad-weight = Число с двумя знаками после запятой самое большее: 2,5
checklist-bad-mark = Отметка шкалы цифрой
checklist-bad-points = От 2 до 100
checklist-bad-outcomes = От 2 до 11 исходов с разными баллами не больше 100, каждый в своей строке
checklist-bad-labels = Нужна строка на каждую отметку шкалы: балл и слово
checklist-change-added = добавлен
checklist-change-archived = больше не спрашивается
checklist-change-restored = спрашивается снова
checklist-change-moved = перенесён в другой блок
checklist-change-order = изменён порядок
checklist-change-name = название
checklist-change-text = текст
checklist-change-guide = что значат отметки
checklist-change-scale = шкала
checklist-change-labels = слова отметок
checklist-change-weight = вес
checklist-change-required = обязательный
checklist-change-na = можно «н/п»
checklist-change-critical = обнуляет итог
checklist-change-initial = отметка сначала
checklist-change-phrases = фразы
checklist-change-entry = материал книги
checklist-change-gate = вопрос перед блоком
checklist-change-counts = входит в итог
checklist-change-rule = расчёт
checklist-change-zones = зоны
checklist-change-call-types = для каких звонков
checklist-change-functions = для чьих звонков
checklist-change-about = для чего
checklist-yes = да
checklist-no = нет
checklist-keys = Чек-лист
checklist-key-item = Новый пункт в этом блоке
checklist-key-block = Новый блок
checklist-key-move = Пункт выше, ниже
checklist-key-more = Подробности пункта
checklist-key-preview = К пробе и обратно
error-checklist-changed = Этот чек-лист изменили в другой вкладке. Обновите страницу: там последняя правка.
error-checklist-standard = Это стандартный чек-лист. Сначала сделайте стандартным другой.
error-checklist-not-in-use = Стандартным может быть опубликованный чек-лист не из архива.

### Sheets

sheet-from-table = Из таблицы
sheet-title = Чек-лист из таблицы
sheet-lead = Загрузите лист отдела из Excel. Если рядом есть заполненные строки с итогами, сверим их до 0,01 и покажем, по какому правилу считает ваш лист.
sheet-to-checklists = К чек-листам
sheet-bring = Файл
sheet-file = Лист с пунктами
sheet-file-hint = XLSX или CSV. В книге Excel строки с оценками могут быть на соседнем листе.
sheet-rows = Заполненные строки, если они в другом файле
sheet-rows-hint = Строка на звонок: дата, менеджер, клиент, оценки по пунктам и ваш итог.
sheet-send = Загрузить
sheet-limits = До { $megabytes } МБ, { $rows } строк и { $columns } столбцов на листе, { $cells } заполненных ячеек.
sheet-waiting = Ждут вас
sheet-waiting-hint = Загруженное хранится сутки и видно только вам.
sheet-layout = Какие столбцы понимаем
sheet-layout-words = Строка на пункт. Названия и порядок столбцов могут быть своими: после загрузки каждый столбец можно поправить. Названия читаются и по-русски, и по-английски; столбец на втором языке называется «Пункт (en)».
sheet-layout-rows = Заполненные строки: строка на звонок, столбец на пункт с тем же названием. В ячейке цифра из шкалы, «н/п» или пусто; у шкалы «да / нет» можно писать слова. Столбец с вопросом блока: «да» или «нет». Итог в процентах. Строка «Итого», заголовки блоков отдельной строкой и объединённые ячейки блоков читаются.
sheet-layout-files = CSV: разделители «;», «,» и табуляция, UTF-8 и Windows-1251. Формулы берутся с последним посчитанным значением, оформление и примечания не переносятся. Форматы XLS и ODS и файлы под паролем сохраните как XLSX.
sheet-example = Пример:
sheet-example-items = CSV, пункты
sheet-example-rows = CSV, оценки
sheet-example-file = Пример чек-листа
sheet-example-rows-file = Пример оценок
sheet-version-file = { $name }, версия { $number }
sheet-needed = обязательно
sheet-field-block = Название блока. Пусто или объединённая ячейка — блок строки выше. Без этого столбца блоки читаются из строк-заголовков.
sheet-field-counts = Входит ли блок в итог: да или нет. Пусто — да.
sheet-field-gate = Вопрос, который открывает или закрывает блок: «Было возражение?»
sheet-field-gate-open = Ответ, при котором блок считается. Пусто — «Да».
sheet-field-gate-closed = Ответ, при котором не считается. Пусто — «Нет».
sheet-field-item = Что оценивается.
sheet-field-guide = Что значит каждая оценка.
sheet-field-scale = «да / нет», «0, 1, 2», «0 или 2», «пять ступеней», «до 8 баллов», «свои: 0, 3, 10» или только лучшая оценка цифрой: 1 — да / нет, 2 — 0, 1, 2, дальше баллы.
sheet-field-weight = Вес пункта, до двух знаков после запятой. Пусто — 1.
sheet-field-required = Нужно ли ответить, чтобы опубликовать. Пусто — да.
sheet-field-critical = Оценка, которая обнуляет итог. «Да» — самая низкая.
sheet-field-not-applicable = Можно ли ответить «н/п». Пусто — да.
sheet-field-initial = Оценка, с которой начинается новый черновик.
sheet-field-labels = Слова вместо цифр, от низкой оценки к высокой, через |.
sheet-field-phrases = Фразы-подсказки для поиска в расшифровке, через |.
sheet-field-entry = Адрес материала книги, который этому учит: ru/objections/too-expensive.
sheet-field-archived = Больше не спрашивается: да или нет.
sheet-field-short = Короткое название блока для строки итогов.
sheet-field-block-key = Постоянное имя блока: латинские буквы, цифры и дефис. Пусто — сделаем из названия.
sheet-field-item-key = Постоянное имя пункта. По нему пункт узнаётся в следующих версиях.
sheet-of = Лист «{ $file }»
sheet-map-lead = Проверьте столбцы: справа сразу видно, каким будет чек-лист.
sheet-discard = Удалить
sheet-discarded = Удалено
sheet-name = Название чек-листа
sheet-rule = Правило итога
sheet-by-points = По баллам
sheet-by-blocks = По блокам
sheet-language = Язык текстов
sheet-scale = Шкала
sheet-columns = Столбцы листа с пунктами
sheet-table = Лист
sheet-header = Строка названий
sheet-no-heading = без названия
sheet-skip = Не брать
sheet-other-language = { $field }, второй язык
sheet-marks = Заполненные строки
sheet-no-marks = Нет
sheet-marks-hint = По ним сверяются итоги. Оценками прослушек они не станут: к ним нет записей.
sheet-mark-columns =
    { $n ->
        [one] { $n } столбец
        [few] { $n } столбца
       *[many] { $n } столбцов
    }
sheet-of-call = О звонке
sheet-save = Сохранить черновиком
sheet-saved = Черновик сохранён. Проверьте его и опубликуйте.
sheet-look = Посмотреть
sheet-blocks =
    { $n ->
        [one] { $n } блок
        [few] { $n } блока
       *[many] { $n } блоков
    }
sheet-items =
    { $n ->
        [one] { $n } пункт
        [few] { $n } пункта
       *[many] { $n } пунктов
    }
sheet-faults =
    { $n ->
        [one] Исправьте { $n } место
        [few] Исправьте { $n } места
       *[many] Исправьте { $n } мест
    }
sheet-faults-title = Что исправить
sheet-more =
    { $n ->
        [one] И ещё { $n }.
        [few] И ещё { $n }.
       *[many] И ещё { $n }.
    }
sheet-at-row = Строка { $row }
sheet-at-cell = Строка { $row }, столбец { $column }
sheet-at-headed = Строка { $row }, столбец { $column } «{ $heading }»
sheet-fault-no-items = Пунктов нет. Выберите столбец «Пункт» и строку названий.
sheet-fault-empty-block = В блоке не осталось пунктов: { $value }
sheet-fault-zones = Зоны должны убывать и быть от 0 до 100: 85, 75, 50. { $value }
sheet-fault-too-fine = Веса слишком дробные, чтобы сложить их точно. Округлите.
sheet-fault-unusable = Такой чек-лист не получится: проверьте ключи, веса и оценки.
sheet-fault-column-twice = Два столбца с одним и тем же: «{ $value }». Один из них не берите.
sheet-fault-counts = Выше сказано другое: входит ли блок в итог? «{ $value }»
sheet-fault-yes-no = Здесь нужно да или нет, а не «{ $value }»
sheet-fault-scale = Шкала не понятна: «{ $value }». Подойдёт «0, 1, 2», «да / нет» или лучшая оценка цифрой.
sheet-fault-weight = Вес — число больше 0 с двумя знаками после запятой, а не «{ $value }»
sheet-fault-mark = Такой оценки в шкале нет: «{ $value }»
sheet-fault-labels = Слов должно быть столько же, сколько оценок в шкале: «{ $value }»
sheet-fault-choice = Неизвестное слово: «{ $value }»
sheet-fault-key = Ключ — латинские буквы, цифры и дефис, до 40 знаков, а не «{ $value }»
sheet-fault-key-twice = Такой ключ уже есть: «{ $value }»
sheet-fault-total = Итог не число: «{ $value }»
sheet-fault-given-mark = Пункт так не оценивается: «{ $value }»
sheet-fault-gate-answer = Здесь нужно да или нет, а не «{ $value }»
sheet-compared = Сверка с итогами листа
sheet-fits-whole-points = Лист считает по баллам: совпали все итоги, { $n } из { $all } до 0,01.
sheet-fits-whole-blocks = Лист считает по блокам: совпали все итоги, { $n } из { $all } до 0,01.
sheet-fits-better-points = Ближе правило «по баллам»: до 0,01 совпали { $n } из { $all }.
sheet-fits-better-blocks = Ближе правило «по блокам»: до 0,01 совпали { $n } из { $all }.
sheet-fits-both = Оба правила дают те же итоги, что и лист: { $n } из { $all } до 0,01. Чтобы их различить, нужны звонки с разными результатами блоков.
sheet-fits-neither = Ни одно правило не лучше другого: до 0,01 совпали { $n } из { $all }.
sheet-no-totals = Сверять не с чем: выберите столбец с вашим итогом.
sheet-agree = { $n } из { $all }
sheet-agree-shown =
    { $n ->
        [one] и { $n } с точностью листа
        [few] и { $n } с точностью листа
       *[many] и { $n } с точностью листа
    }
sheet-chosen = выбрано
sheet-better-points = По баллам совпадает больше итогов. Переключите правило, если лист важнее.
sheet-better-blocks = По блокам совпадает больше итогов. Переключите правило, если лист важнее.
sheet-of-one = Итоги листа — доли единицы: сравниваем их в процентах.
sheet-differ = Не совпали
sheet-row = Строка { $row }
sheet-own = В листе
sheet-unread = Не прочитались
sheet-without =
    { $n ->
        [one] { $n } строка без итога: сверять не с чем.
        [few] { $n } строки без итога: сверять не с чем.
       *[many] { $n } строк без итога: сверять не с чем.
    }
sheet-passed-rows = Без оценок, пропущены строки { $rows }.
sheet-no-evaluations = Строки нужны только для сверки и не сохраняются: у них нет записей, по которым менеджер мог бы их проверить.
sheet-preview = Чек-лист
sheet-passed = Не пункты, пропущены строки { $rows }.
sheet-beside = вне итога
sheet-points = до { $points } баллов
sheet-gate = Вопрос к блоку: { $question }
sheet-critical = Критическая оценка: { $mark }
sheet-optional = необязательный
sheet-always = без н/п
sheet-archived = в архиве
sheet-nothing = Выберите столбец «Пункт».
error-sheet-none = Выберите файл
error-sheet-too-large = Не принят: больше { $megabytes } МБ, { $rows } строк или { $columns } столбцов. Оставьте на листе только чек-лист и оценки.
error-sheet-old = Не принят: это старый формат XLS или файл под паролем. Сохраните его как XLSX без пароля.
error-sheet-kind = Не принят: это не таблица. Подойдёт XLSX или CSV.
error-sheet-broken = Файл не читается: он повреждён или сохранён не до конца. Откройте его в Excel и сохраните ещё раз.
error-sheet-empty = В файле нет ни одной заполненной ячейки
error-sheet-disk-full = Таблица не сохранена: на диске сервера кончилось место. Повторите, когда место освободят.
error-sheet-not-found = Этого листа больше нет: загруженное хранится сутки. Загрузите его ещё раз.
error-sheet-faults = Сначала исправьте отмеченное
evaluations-export = Скачать таблицей
evaluations-export-all = Все
evaluations-export-from = Звонки с
evaluations-export-to = по
evaluations-export-hint = Строка на оценку: отметки, результаты блоков, итог и правило. В XLSX чек-листы на отдельных листах. Звонки, о которых менеджер ещё не высказался, в его собственную выгрузку не входят.
evaluations-export-file = Оценки { $day }
evaluations-export-rule = Правило
evaluations-export-failed = Обнулил пункт
evaluations-export-checklist = Чек-лист, версия
evaluations-export-reviewer = Оценил
error-evaluations-too-many = За это время больше { $n } оценок. Возьмите период короче.

### Fair process: own marks, acknowledgement, appeals, audit log

evaluation-own-title = Самооценка по чек-листу
evaluation-own-heading = Ваши отметки: { $client }
evaluation-own-back = К мнению словами
evaluation-own-or = Можно сравнить точнее:
evaluation-own-way = отметить себя по тому же чек-листу
evaluation-own-give = Открыть оценку
evaluation-own-refused = Отметки остались черновиком. Не хватает:
evaluation-own-once = Отметки ставятся один раз, до оценки. Черновик видите только вы, готовые отметки увидит ваш РОП.
evaluation-own-saves-itself = Сохраняется само
evaluation-own-recording-gone = Запись удалена: послушать уже нельзя.
evaluation-compare-title = Рядом: отметки РОПа и самооценка
evaluation-compare-own = { $name }, самооценка
evaluation-compare-gap = Самооценка минус оценка
evaluation-compare-no-difference = Все отметки совпали.
evaluation-compare-differ = { $n ->
    [one] Разошёлся { $n } пункт, сначала то, что сильнее меняет итог
    [few] Разошлись { $n } пункта, сначала то, что сильнее меняет итог
   *[many] Разошлись { $n } пунктов, сначала то, что сильнее меняет итог
}
evaluation-compare-same = { $n ->
    [one] Совпал { $n } пункт
    [few] Совпали { $n } пункта
   *[many] Совпали { $n } пунктов
}
evaluation-compare-same-caption = Отметки одинаковые
evaluation-compare-item = Пункт
evaluation-compare-reviewer = РОП
evaluation-compare-manager = Менеджер
evaluation-compare-gap-what = Отметка менеджера минус отметка РОПа
evaluation-compare-closed = блок закрыт
correction-title = Итог исправлен
correction-by-appeal = Апелляция по пункту «{ $item }»: { $before } → { $after }.
evaluation-acknowledgement-title = Ознакомление
evaluation-acknowledgement-words = Комментарий, если хотите
evaluation-acknowledgement-hint = Ознакомление не означает согласия: отметку можно обжаловать.
evaluation-acknowledgement-go = Подтвердить ознакомление
evaluation-acknowledgement-saved = Ознакомление записано
evaluation-acknowledgement-when = { $name }, { $when }
evaluation-acknowledgement-none = Менеджер ещё не ознакомился.
error-acknowledgement-long = Комментарий длиннее 2000 знаков. Сократите его.
error-opinion-first = Сначала скажите своё мнение о звонке: с ним откроется оценка.
error-opinion-given = Мнение уже сохранено, оценка открыта.
evaluations-tab-all = Все
evaluations-tab-awaited = Ждут ознакомления
evaluations-acknowledged = Ознакомление
evaluations-acknowledged-yes = Есть
evaluations-acknowledged-no = ждём
evaluations-acknowledge = Ознакомиться
evaluations-awaited-none = Все ознакомились
evaluations-awaited-none-what = Здесь стоят оценки, с которыми менеджер ещё не ознакомился.
appeals-title = Апелляции
appeals-tab-open = Ждут решения
appeals-tab-decided = Решённые
appeals-none = Апелляций нет
appeals-more = Показать ещё
appeals-none-what = Менеджер может обжаловать отметку на странице своей оценки.
appeals-none-decided = Решённых апелляций пока нет
appeal-title = Апелляция: { $item }
appeal-new-title = Обжаловать: { $item }
appeal-back = К оценке: { $client }
appeal-way = Обжаловать
appeal-of-this = Апелляция
appeal-asks = просят
appeal-until = Отметку можно обжаловать до { $day } включительно: ссылка стоит у пункта.
appeal-was-until = Обжаловать можно было до { $day } включительно.
appeal-decided-by-others = Решает не тот, кто ставил отметку: { $names }.
appeal-decided-by-reviewer = Решает { $name }, кто и ставил отметку: другого РОПа у отдела нет.
appeal-decided-by-nobody = Решать сейчас некому: у отдела нет РОПа.
appeal-given-by = Отметка: { $name }
appeal-own-mark = Отметка в самооценке
appeal-guide = Что значат отметки
appeal-wished = Какая отметка верна
appeal-reason = Почему
appeal-reason-hint = Назовите место разговора: минуту или фразу.
appeal-lodge = Подать апелляцию
appeal-lodged = Апелляция подана
appeal-to-evaluation = Оценка
appeal-says = { $name }: почему
appeal-decision = Решение
appeal-accept = Принять
appeal-partly = Частично
appeal-reject = Отклонить
appeal-mark-becomes = Отметка станет
appeal-mark-became = отметка
appeal-partly-what = Другая отметка, не прежняя и не та, о которой просят
appeal-total-would = итог { $after } вместо { $before }
appeal-total-short = итог { $after }
appeal-total-stays = Отметка и итог { $total } останутся
appeal-total-changed = Итог { $before } → { $after }
appeal-total-now = Итог сейчас
appeal-words-to = Ответ, который прочитает { $name }
appeal-words-hint = Объясните решение словами, при любом исходе.
appeal-decide = Решить
appeal-decided = Решение записано
appeal-by-when = Срок
appeal-who-decides = Кто решает
appeal-due = решить до { $day }
appeal-overdue = просрочена: до { $day }
appeal-withdraw = Отозвать
appeal-withdraw-hint = Пункт можно будет обжаловать снова, пока идёт срок.
appeal-withdrawn = Апелляция отозвана
appeal-open = Рассмотреть
appeal-state-open = Ждёт решения
appeal-state-accepted = Принята
appeal-state-partly = Принята частично
appeal-state-rejected = Отклонена
appeal-state-withdrawn = Отозвана
error-appeal-not-found = Такой апелляции нет, или она не для вас.
error-appeal-late = Срок для апелляций по этой оценке прошёл.
error-appeal-item = Эту отметку обжаловать нельзя: она уже лучшая, или пункт не считается.
error-appeal-twice = Этот пункт уже обжалован.
error-appeal-decided = По этой апелляции решать больше нечего: она решена или отозвана.
error-appeal-other-decides = Решает другой: { $names }.
error-appeal-wished = Выберите отметку, отличную от поставленной.
error-appeal-reason = Напишите, почему отметка должна быть другой.
error-appeal-outcome = Выберите решение.
error-appeal-mark = Выберите отметку: не прежнюю и не ту, о которой просят.
error-appeal-words = Объясните решение.
today-appeals = Апелляции ждут решения
today-decided = Решения по вашим апелляциям
today-unacknowledged = Ознакомьтесь с оценкой
audit-title = Журнал действий
audit-history = Что делали с оценкой
audit-lead-admin = Кто, что и с чьей работой делал, кто и откуда входил. Баллов здесь не видно: их видят менеджер и его РОП.
audit-lead-head = Кто, что и с чьей работой делал в вашем отделе. Прослушивания записываются раз в час.
audit-who = Кто
audit-whose = Кого касается
audit-what = Что
audit-when = Когда
audit-detail = Подробнее
audit-from = С
audit-to = По
audit-any-person = Все
audit-any-act = Любое действие
audit-show = Показать
audit-all = Сбросить
audit-none = Ничего не найдено
audit-none-what = Расширьте даты или уберите отбор.
audit-older = Более ранние
audit-target = Цель { $n }: { $outcome }
audit-group-people = Люди
audit-group-access = Вход и доступ
audit-group-calls = Звонки
audit-group-scores = Оценки
audit-group-plans = Планы
audit-group-book = Книга
audit-group-system = Сервис
audit-all-people = Всё о людях
audit-all-access = Всё о входах и доступе
audit-all-calls = Всё о звонках
audit-all-scores = Всё об оценках
audit-all-plans = Всё о планах
audit-all-book = Всё о книге
audit-all-system = Всё о сервисе
audit-actor-service = Сервис
audit-actor-shell = Командная строка
audit-actor-stranger = Неизвестно кто
audit-times =
    { $n ->
        [one] { $n } раз
        [few] { $n } раза
       *[other] { $n } раз
    }
audit-version = версия { $n }
audit-drawn = { $drawn } из { $of }
audit-rows =
    { $n ->
        [one] { $n } оценка
        [few] { $n } оценки
       *[other] { $n } оценок
    }
audit-from-local = с этой машины
audit-word-checklist = по чек-листу
audit-word-agrees = с согласием
audit-word-disagrees = без согласия
audit-word-answered = есть ответ
audit-word-declined = без ответа
audit-word-missing = файла не было
audit-word-damaged = файл был испорчен
audit-word-bad-sound = плохой звук
audit-word-personal = личный звонок
audit-word-wrong-type = не тот вид звонка
audit-word-too-short = слишком короткий
audit-word-not-theirs = говорит другой человек
audit-word-other = другое
audit-word-app = приложение с кодами
audit-word-passkey = ключ доступа
audit-field-name = имя
audit-field-client = клиент
audit-field-phone = телефон
audit-field-direction = направление
audit-field-called-at = время звонка
audit-field-call-type = вид звонка
audit-field-outcome = итог
audit-field-note = заметка
audit-field-tags = метки
audit-field-language = язык
audit-field-sides = сторона менеджера
audit-act-person-added = Добавлен сотрудник
audit-act-person-changed = Изменены данные сотрудника
audit-act-role-changed = Изменена роль
audit-act-team-changed = Изменён отдел сотрудника
audit-act-person-left = Вход закрыт
audit-act-person-returned = Вход снова открыт
audit-act-function-set = Изменена функция менеджера
audit-act-team-added = Добавлен отдел
audit-act-person-invited = Сделана ссылка-приглашение
audit-act-invitation-used = По приглашению выбран пароль
audit-act-link-made = Сделана ссылка для нового пароля
audit-act-link-used = По ссылке выбран новый пароль
audit-act-link-notice-seen = Сообщение о ссылках прочитано
audit-act-signed-in = Вход выполнен
audit-act-new-browser = Вход в новом браузере
audit-act-sign-in-disowned = Чужой вход: остальные входы завершены
audit-act-sign-in-failed = Неудачный вход
audit-act-signed-out = Выход
audit-act-session-ended = Сеанс завершён
audit-act-password-changed = Пароль изменён
audit-act-second-factor-added = Подключён второй шаг входа
audit-act-second-factor-removed = Отключён второй шаг входа
audit-act-second-factor-reset = Второй шаг входа сброшен
audit-act-second-factor-failed = Пароль верен, второй шаг не пройден
audit-act-recovery-codes-made = Сделаны новые запасные коды
audit-act-recovery-code-used = Вход по запасному коду
audit-act-token-made = Создан ключ для программ
audit-act-token-revoked = Ключ для программ отозван
audit-act-recording-uploaded = Загружена запись
audit-act-recording-changed = Изменены данные записи
audit-act-recording-reassigned = Запись передана другому менеджеру
audit-act-recording-heard = Запись прослушана
audit-act-recording-downloaded = Запись скачана
audit-act-recording-deleted = Запись удалена
audit-act-recording-erased = Запись удалена насовсем
audit-act-file-mended = Файл записи загружен заново
audit-act-files-set-aside = Файлы без записей перенесены в найденные
audit-act-file-heard = Найденный файл прослушан
audit-act-file-taken-in = Найденный файл стал записью
audit-act-file-forgotten = Найденный файл удалён
audit-act-transcription-asked = Запрошена новая расшифровка
audit-act-transcription-cancelled = Расшифровка отменена
audit-act-transcript-imported = Загружена готовая расшифровка
audit-act-transcript-edited = Исправлен текст расшифровки
audit-act-transcript-restored = Возвращён прежний текст расшифровки
audit-act-transcript-chosen = Выбрана другая версия расшифровки
audit-act-transcript-unfiltered = Возвращены скрытые слова
audit-act-transcript-downloaded = Расшифровка скачана
audit-act-speakers-changed = Изменено, кто говорит
audit-act-snippet-made = Вырезан отрывок
audit-act-snippet-changed = Отрывок изменён
audit-act-snippet-heard = Отрывок прослушан
audit-act-snippet-deleted = Отрывок удалён
audit-act-snippet-restored = Удалённый отрывок возвращён
audit-act-consent-given = Отмечено согласие на общий доступ
audit-act-consent-withdrawn = Согласие отозвано
audit-act-comment-made = Оставлен комментарий
audit-act-comment-settled = Комментарий закрыт
audit-act-comment-deleted = Комментарий удалён
audit-act-playlist-made = Создана подборка
audit-act-playlist-changed = Подборка изменена
audit-act-playlist-deleted = Подборка удалена
audit-act-playlist-restored = Удалённая подборка возвращена
audit-act-evaluation-begun = Оценка начата
audit-act-evaluation-discarded = Черновик оценки удалён
audit-act-evaluation-restored = Удалённый черновик оценки возвращён
audit-act-evaluation-published = Оценка опубликована
audit-act-evaluation-acknowledged = Менеджер ознакомился с оценкой
audit-act-evaluation-corrected = Оценка исправлена
audit-act-opinion-given = Менеджер высказал мнение
audit-act-appeal-lodged = Апелляция подана
audit-act-appeal-withdrawn = Апелляция отозвана
audit-act-appeal-decided = Апелляция решена
audit-act-checklist-published = Версия чек-листа опубликована
audit-act-checklist-archived = Чек-лист убран в архив
audit-act-checklist-restored = Чек-лист возвращён из архива
audit-act-checklist-standard = Чек-лист стал стандартным
audit-act-checklist-imported = Чек-лист загружен из таблицы
audit-act-checklist-downloaded = Чек-лист выгружен таблицей
audit-act-evaluations-exported = Оценки выгружены таблицей
audit-act-calibration-begun = Калибровка начата
audit-act-calibration-handed-in = Карточка калибровки сдана
audit-act-calibration-revealed = Итоги калибровки открыты, хотя сдали не все
audit-act-calibration-agreed = Согласована отметка калибровки
audit-act-calibration-ended = Калибровка завершена
audit-act-calibration-deleted = Калибровка удалена
audit-act-quota-changed = Изменены квоты прослушивания
audit-act-calls-drawn = Звонки выбраны жребием
audit-act-pick-replaced = Выбранный звонок заменён
audit-act-plan-written = План составлен
audit-act-plan-changed = План изменён
audit-act-plan-acknowledged = План согласован
audit-act-target-decided = Отмечено, достигнута ли цель
audit-act-warning-issued = Вынесено письменное предупреждение
audit-act-warning-acknowledged = Предупреждение прочитано
audit-act-one-to-one-planned = Назначена встреча 1:1
audit-act-one-to-one-changed = Изменены записи встречи 1:1
audit-act-one-to-one-held = Встреча 1:1 проведена
audit-act-one-to-one-cancelled = Встреча 1:1 отменена
audit-act-book-begun = Книга начата
audit-act-entry-made = В книге создана статья
audit-act-entry-saved = Статья книги изменена
audit-act-entry-restored = Возвращён прежний текст статьи
audit-act-entry-renamed = Статья переименована
audit-act-entry-status-set = Изменено, кто видит статью
audit-act-entry-removed = Статья удалена
audit-act-entry-returned = Удалённая статья возвращена
audit-act-entry-verified = Статья проверена
audit-act-image-added = В книгу добавлена картинка
audit-act-suggestion-made = Предложена правка статьи
audit-act-suggestion-accepted = Правка принята
audit-act-suggestion-declined = Правка отклонена
audit-act-question-settled = Вопрос без ответа разобран
audit-act-term-added = В словарь добавлен термин
audit-act-term-changed = Термин словаря изменён
audit-act-term-removed = Термин удалён из словаря
audit-act-job-retried = Задание запущено ещё раз
audit-act-job-cancelled = Задание отменено
audit-act-job-first = Задание поставлено первым
audit-act-queue-paused = Очередь приостановлена
audit-act-queue-resumed = Очередь запущена снова
audit-act-backup-made = Сделана резервная копия
audit-act-installation-adopted = База данных и папка записей объединены
audit-act-demonstration-made = Добавлены данные демонстрации

### Plans that remember

plan-word = Почему так, хотя считает правило
plan-word-label = Почему
plan-study = Что прочитать
plan-study-offered = По пунктам этого плана
plan-study-more = Ещё материал книги
plan-study-none = не нужно
plan-study-gone = в книге уже нет
rule-item = пункт «{ $title }» не ниже { $mark } из { $best }
rule-block = блок «{ $title }» не ниже { $percent } %
rule-total = итог оценки не ниже { $percent } %
rule-total-option = Итог оценки, %
rule-all =
    { $n ->
        [1] в следующей оценке
        [one] во всех { $n } следующих оценках
        [few] во всех { $n } следующих оценках
       *[many] во всех { $n } следующих оценках
    }
rule-some = в { $hits } из { $of } следующих оценок
rule-says = Правило: { $rule }
rule-hits = засчитано { $hits } из нужных { $need }
rule-done = посчитано оценок { $done } из { $of }
rule-decided = Решено по правилу
rule-evidence = Посчитанные оценки
rule-fulfilled = засчитано
rule-missed = не засчитано
rule-waits = Следующая оценка посчитается здесь после вашего мнения о звонке
rule-overruled = Решение РОПа:
rule-overrule = Решить вопреки правилу
rule-measure = Что считать
rule-none = без правила: решает РОП
rule-low-items = Низкие в этой оценке
rule-items = Остальные пункты
rule-blocks = Блоки
rule-whole = Вся оценка
rule-at-least = не ниже
rule-in = в
rule-of = из
rule-next = следующих оценок
rule-hint = Правило считает само оценки, опубликованные после плана. «Н/п», пункт без ответа и закрытый блок не засчитываются и не идут в счёт. Пустое «не ниже»: середина шкалы пункта, для процентов граница нормы.
inbox-agree = ждёт вашего согласия
inbox-answer-warning = предупреждение ждёт вашего ответа
inbox-unacknowledged =
    { $n ->
        [one] без ответа { $n } день
        [few] без ответа { $n } дня
       *[many] без ответа { $n } дней
    }
inbox-due =
    { $n ->
        [0] сегодня
        [1] завтра
        [one] через { $n } день
        [few] через { $n } дня
       *[many] через { $n } дней
    }
inbox-rule-met = выполнена по правилу
inbox-rule-unmet = не выполнена по правилу
error-plan-rule-measure = Такого пункта или блока в чек-листе нет. Выберите из списка.
error-plan-rule-mark = Такой отметки у пункта нет. Возьмите отметку его шкалы выше нуля.
error-plan-rule-percent = Процент: целое число от 1 до 100.
error-plan-rule-times = Сколько раз: целые числа, первое не больше второго, второе от 1 до 20.
error-plan-target-word = Цель считает правило. Чтобы решить иначе, напишите почему.
error-plan-target-word-long = Слова к решению длиннее 500 знаков.
error-plan-disagreement = Несогласие пишут только к предупреждению. План обсудите с РОПом: до подтверждения его можно изменить.
error-warning-words = Напишите, с чем вы не согласны.
coaching-tabs = Планы, встречи, что повторяется
defects-title = Повторяется
defects-lead = Пункты, которые раз за разом низкие
defects-none = Ничего не повторяется
defects-none-what = Пункт появится здесь, если он низкий в { $low } из { $n } последних оценок.
defects-none-short = ничего
defects-no-team = В отделе пока нет менеджеров
defects-low = низко в { $low } из { $n }
defects-rule = Пункт повторяется, если он низкий не меньше чем в { $low } из { $n } последних оценок. Закрывается сам после { $clean } чистых оценок подряд; «н/п» и пункт без ответа не в счёт. Низкий снова в течение { $n } оценок открывает его опять. n: в скольких из последних оценок пункт считали. План о пункте, когда этот пункт считает правило цели или когда в основе плана не больше трёх пунктов.
defects-all = Всё, что повторяется: { $n }
defect-open = повторяется
defect-closed = закрыт
defect-since = с { $day }
defect-needed =
    { $n ->
        [one] Закроется после { $n } чистой оценки подряд
        [few] Закроется после { $n } чистых оценок подряд
       *[many] Закроется после { $n } чистых оценок подряд
    }
defect-last = Последние оценки
defect-low = низко
defect-clean = чисто
defect-uncounted = не считали
defect-may-warn = можно вынести предупреждение
step-talk = Разговор
step-plan = План
step-warning = Предупреждение
step-none = ещё не было
step-survived = (и после него низко)
step-may-follow = РОП может вынести письменное предупреждение
step-next-is-warning = Если не поможет и следующий подтверждённый план, дальше письменное предупреждение
step-warning-when =
    { $n ->
        [one] возможно, если не поможет { $n } подтверждённый план
        [few] возможно, если не помогут { $n } подтверждённых плана
       *[many] возможно, если не помогут { $n } подтверждённых планов
    }
plan-warned = Если пункт «{ $title }» останется низким и после этого плана, РОП может вынести письменное предупреждение.
warning-title = Письменное предупреждение
warning-about = Пункт «{ $title }»
warning-write = Вынести предупреждение
warning-facts = Что было
warning-facts-label = Факты и прежние договорённости
warning-facts-words = Пункт «{ $title }» низкий в { $low } из { $n } последних оценок, с { $day }.
warning-facts-plan = План от { $day }: «{ $focus }». Пункт остался низким.
warning-changes = Что должно измениться
warning-otherwise = Если не изменится
warning-otherwise-label = Что будет, если цели не выполнены к сроку
warning-otherwise-hint = Прямо и заранее, чтобы ничего не стало неожиданностью
warning-issue = Вынести предупреждение
warning-issued = Предупреждение вынесено. Менеджер увидит его на странице «Сегодня».
warning-answer = Ответ менеджера
warning-words = Ваши слова
warning-words-hint = При несогласии обязательно, при согласии можно оставить пустым
warning-agree = Прочитано, согласен
warning-disagree = Прочитано, не согласен
warning-read-when = { $name }: прочитано и принято { $when }
warning-disagreed-when = { $name }: прочитано, согласия нет, { $when }
error-warning-facts = Напишите, что было, до 2000 знаков.
error-warning-consequence = Напишите, что будет, если не изменится, до 2000 знаков.
error-warning-target-rule = У каждой цели предупреждения есть правило: выберите, что считать.
error-warning-not-due = Предупреждение возможно, когда пункт остался низким после двух подтверждённых планов и прежнее предупреждение уже решено.
error-defect-not-found = Этот пункт сейчас не повторяется.
one-to-ones-title = Встречи 1:1
one-to-ones-coming = Назначены
one-to-ones-coming-none = Назначенных встреч нет.
one-to-ones-further = Более поздние даты
one-to-ones-coming-none-own = Встреча пока не назначена.
one-to-ones-held = Прошедшие
one-to-ones-held-none = Проведённых встреч пока нет.
one-to-one = Встреча 1:1
one-to-one-of = Встреча 1:1: { $name }
one-to-one-with = С кем
one-to-one-day = День
one-to-one-time = Время
one-to-one-set-date = Назначить встречу
one-to-one-set = Встреча назначена
one-to-one-overdue = день прошёл, не отмечена
one-to-one-is-planned = назначена
one-to-one-save = Сохранить
one-to-one-saved = Подготовка сохранена
one-to-one-hold = Встреча прошла
one-to-one-held-now = Встреча отмечена: менеджер её видит
one-to-one-cancel = Отменить встречу
one-to-one-cancelled = Встреча отменена
one-to-one-last-plan = Прошлый план
one-to-one-no-plan = Плана ещё не было.
one-to-one-prepares = { $name } готовится. Остальное появится после встречи.
one-to-one-well = Что получилось
one-to-one-best = { $hits } из { $n }
one-to-one-better = стало лучше
one-to-one-n =
    { $n ->
        [0] С прошлой встречи оценок нет
        [one] С прошлой встречи { $n } оценка
        [few] С прошлой встречи { $n } оценки
       *[many] С прошлой встречи { $n } оценок
    }
one-to-one-well-words = Своими словами
one-to-one-error = Одна ошибка
one-to-one-proposed = Предложено по последней оценке. Слова из расшифровки: послушайте место, прежде чем цитировать.
one-to-one-take = Взять другой пункт:
one-to-one-error-words = В чём она
one-to-one-item = Пункт чек-листа
one-to-one-item-none = не о пункте чек-листа
one-to-one-client = Клиент
one-to-one-said = Менеджер
one-to-one-instead = Можно было
one-to-one-no-error = Об ошибке не говорили.
one-to-one-notes = Договорённости, { $name } их увидит
one-to-one-next = Следующая встреча
one-to-one-next-hint = Например, { $day }. Назначится сама
one-to-one-private = Заметки, видите только вы
one-to-one-note-save = Сохранить заметки
one-to-one-noted = Заметки сохранены
error-one-to-one-day = Выберите день встречи.
error-one-to-one-past = День уже прошёл. Выберите не раньше сегодняшнего.
error-one-to-one-time = Время: часы и минуты, например 15:00.
error-one-to-one-next = Следующая встреча позже сегодняшнего дня.
error-one-to-one-long = Текст длиннее 4000 знаков.
error-one-to-one-planned = С этим менеджером встреча уже назначена. Измените её день.
error-one-to-one-changed = Записи встречи изменились, пока вы писали. Посмотрите, что в них сейчас, и сохраните ещё раз.
one-to-one-clash = Пока вы писали, записи встречи изменились. Последняя правка: { $when }.
one-to-one-agreed-words = О чём договорились
error-one-to-one-held = Встреча уже прошла, и записанное больше не меняется.
error-one-to-one-empty = Запишите, что получилось, ошибку или договорённость: пустую встречу не вспомнят.
error-one-to-one-not-found = Такой встречи нет или она вам не видна.

### Snippets, playlists, comments

nav-snippets = Лучшие
nav-snippets-more = звонки
snippets-title = Лучшие звонки
snippets-lead = Отрывки звонков, которые стоит послушать: как надо и где ошибаются.
snippets-lead-manager = Отрывки, которыми поделились коллеги, и отрывки ваших звонков.
snippets-lead-trainer = Отрывки, на которые менеджеры дали согласие. Самих записей здесь нет.
snippets-any-stage = Любой этап
snippets-any-objection = Любое возражение
snippets-any-kind = Удачи и ошибки
snippets-none = Отрывков пока нет
snippets-none-words = Отрывок вырезают на странице записи: начало, конец, название. Его услышат все, если согласен менеджер.
snippets-none-such = Таких отрывков нет
snippets-all = Все отрывки
snippets-older = Раньше
snippets-here = Отрывки
snippets-key-choose = Выбрать отрывок
snippets-key-play = Слушать · пауза
snippets-key-seek = Назад · вперёд 5 с
snippets-key-open = Открыть
snippet-one = Отрывок
snippet-new = Вырезать отрывок
snippet-cut = Вырезать
snippet-start = Начало
snippet-end = Конец
snippet-turn = Текущая реплика
snippet-try = Послушать
snippet-length-hint = От 1 секунды до 3 минут.
snippet-title = Что происходит
snippet-objection = Возражение
snippet-objection-none = Нет
snippet-kind = Вид
snippet-kind-best = Как надо
snippet-kind-mistake = Типичная ошибка
snippet-consent = { $name }: есть согласие, отрывок услышат все, кто читает книгу продаж
snippet-consent-own = Согласие: мой отрывок услышат все, кто читает книгу продаж
snippet-consent-title = Кто слышит
snippet-consent-given = Согласие менеджера: записано { $when }, { $by }.
snippet-share = Открыть всем
snippet-withdraw = Отозвать согласие
snippet-shared-badge = Слышат все
snippet-not-shared = Без согласия
snippet-not-shared-words = Слышат только те, кому видна запись. Согласие менеджера записывает РОП или сам менеджер.
snippet-author = Кто вырезал
snippet-recording = В записи
snippet-of = { $part } из { $whole }
snippet-play = Слушать: { $title }, { $time }
snippet-said = Что сказано
snippet-somebody = Голос
snippet-no-text = Расшифровки этого места нет.
snippet-heard = Прослушано
snippet-mark-heard = Отметить прослушанным
snippet-in-book = В книге продаж
snippet-embed-how = Чтобы отрывок звучал в материале, вставьте эту строку в его текст, с пустыми строками до и после.
snippet-change = Изменить
snippet-clash = Название фрагмента изменили, пока вы его правили.
snippet-consent-clash = Согласие или основание изменили, пока вы их указывали.
snippet-delete = Удалить отрывок
snippet-to-playlist = Добавить в подборку
snippet-made = Отрывок вырезан
snippet-changed = Отрывок изменён
snippet-shared = Согласие записано, отрывок слышат все
snippet-withdrawn = Согласие отозвано
snippet-deleted = Отрывок удалён
snippet-embedded = Отрывок звонка
snippet-gone = Здесь был отрывок звонка. Его больше нет.
snippet-unknown = Здесь отрывок звонка. База данных не отвечает: послушать можно будет позже.
snippet-withheld = Отрывок звонка: менеджер не дал согласия или отозвал его.
playlists-title = Подборки
playlists-lead = Отрывки по порядку, один за другим.
playlists-none = Подборок пока нет
playlists-none-make = Назовите первую и добавьте в неё отрывки с их страниц.
playlists-none-words = Их собирают РОП и тренер.
playlist-one = Подборка
playlist-new = Новая подборка
playlist-make = Создать
playlist-title = Название
playlist-purpose = Для чего
playlist-purpose-hint = Кому и что услышать. Можно не заполнять.
playlist-progress = { $heard } из { $all }
playlist-now = Звучит { $at } из { $all }
playlist-previous = Предыдущий отрывок
playlist-next = Следующий отрывок
playlist-key-step = Предыдущий · следующий
playlist-key-move = Переставить отрывок
playlist-up = Выше: { $n }
playlist-down = Ниже: { $n }
playlist-remove = Убрать из подборки: { $n }
playlist-empty = В подборке пока пусто
playlist-empty-words = Откройте отрывок и добавьте его сюда.
playlist-heard-title = Прослушано
playlist-link-hint = Адрес страницы можно вставить в план менеджера.
playlist-listeners = Кто прослушал
playlist-change = Изменить название
playlist-clash = Название или описание изменили, пока вы их правили.
playlist-delete = Удалить подборку
playlist-made = Подборка создана
playlist-changed = Подборка изменена
playlist-deleted = Подборка удалена
playlist-added = Добавлено в подборку
comments-title = Комментарии
comments-open =
    { $n ->
        [one] { $n } вопрос открыт
        [few] { $n } вопроса открыто
       *[many] { $n } вопросов открыто
    }
comments-more = Показать следующие
comment-new = Комментарий
comment-kind = Вид
comment-kind-praise = Похвала
comment-kind-error = Ошибка
comment-kind-question = Вопрос
comment-kind-idea = Идея для книги
comment-at = Время
comment-asked = Кому вопрос
comment-text = Текст
comment-send = Отправить
comment-to = кому: { $name }
comment-waits = Ждёт ответа
comment-is-closed = Закрыт
comment-is-passed = У тренера
comment-reply = Ответить
comment-pass = Передать тренеру
comment-close = Закрыть вопрос
comment-remove = Убрать
comment-said = Комментарий сохранён
comment-replied = Ответ сохранён
comment-closed = Вопрос закрыт
comment-passed = Идея у тренера, в очереди «Без ответа»
comment-removed = Комментарий убран
today-questions = Вопросы к вам
today-question-from = { $name } спрашивает о звонке: { $manager }
unanswered-heard = Послушать место из звонка
error-snippet-not-found = Такого отрывка нет, или вы его не слышите.
error-snippet-many = Из одной записи можно вырезать не больше { $most } отрывков.
error-snippet-time = Время пишут так: 1:05 или 0:04,5
error-snippet-length = Отрывок длится от 1 секунды до 3 минут, конец позже начала.
error-snippet-outside = Запись кончается раньше.
error-snippet-title = Назовите, что происходит, до 120 знаков.
error-snippet-stage = Выберите этап.
error-snippet-objection = Такого возражения в книге нет.
error-snippet-kind = Выберите: как надо или ошибка.
error-playlist-not-found = Такой подборки нет.
error-playlist-full = В подборке не больше { $most } отрывков.
error-playlist-title = Нужно название, до 120 знаков.
error-playlist-purpose = Не больше 500 знаков.
error-comment-not-found = Такого комментария нет, или запись вам не видна.
error-comment-outside = Запись кончается раньше.
error-comment-kind = Выберите вид.
error-comment-text = Нужен текст, до 1000 знаков.
error-comment-asked = Выберите, кому вопрос.
error-comment-no-idea = Тренеру передают только идеи для книги.
error-comment-full = Здесь уже { $n } ответов. Начните новый комментарий.
error-comment-answered = На комментарий уже ответили.

### Listening plan

recordings-outcome = Исход
recordings-outcome-reached = Цель достигнута
recordings-outcome-later = Думает
recordings-outcome-refused = Отказ
recordings-outcome-unfit = Не наш клиент
recordings-any-outcome = Любой исход
error-recording-outcome = Такого исхода нет.
evaluations-random = случайный выбор
evaluations-means-apart = Случайные звонки отобрал план прослушивания, остальные выбраны вручную. Общей средней нет: она не сказала бы ни о тех, ни о других.
today-trend-random = случайные звонки
today-trend-chosen = звонки, выбранные вручную
evaluations-means-random = Случайные
evaluations-means-chosen = Выбранные вручную
listening-title = План прослушивания
listening-lead = Звонки отбирает случай, поэтому средняя по ним показывает обычную работу. Менеджеры плана не видят.
listening-quotas = Квоты и условия
listening-clash = План прослушки изменили, пока вы его правили.
listening-weeks = Недели
listening-earlier = Неделей раньше
listening-later = Неделей позже
listening-week = Неделя { $number }
listening-days-of = { $from } – { $to }
listening-this-week = Эта неделя
listening-far = { $scored } из { $wanted }
listening-scored = Оценено
listening-draw = { $n ->
    [one] Выбрать { $n } звонок
    [few] Выбрать { $n } звонка
   *[other] Выбрать { $n } звонков
}
listening-drawn = { $value ->
    [one] Выбран { $value } звонок
    [few] Выбраны { $value } звонка
   *[other] Выбрано звонков: { $value }
}
listening-drawn-none = Выбирать нечего: новых подходящих звонков нет
listening-state-new = Прослушать
listening-state-draft = Черновик
listening-state-other = Черновик: { $name }
listening-state-scored = Оценён
listening-go-on = Продолжить
listening-score = Оценить
listening-replace = Заменить
listening-reason = Почему
listening-reason-bad-sound = Плохой звук
listening-reason-personal = Личный звонок
listening-reason-wrong-type = Не тот вид звонка
listening-reason-too-short = Слишком короткий
listening-reason-not-theirs = Говорит другой человек
listening-reason-other = Другое
listening-words = Подробнее
listening-replace-hint = Вместо него случайно выберется другой. Этот останется в истории с причиной.
listening-replace-go = Заменить звонок
listening-replaced = Звонок заменён другим случайным
listening-replaced-alone = Звонок снят с плана. Другого подходящего пока нет.
listening-ahead = Неделя ещё не началась.
listening-undrawn = Ещё не выбрано: { $missing }. Подходит звонков: { $fitting }.
listening-missing = Не хватает звонков: нужно ещё { $missing }, подходит { $fitting }.
listening-missing-none = Других звонков за эти дни нет.
listening-missing-why = Вне плана звонков: { $others }. Не подходят: { $why }.
listening-obstacle-scored = уже оценены или в работе
listening-obstacle-heard = уже слушали
listening-obstacle-short = короче
listening-obstacle-long = длиннее
listening-obstacle-type = вид не тот или не указан
listening-obstacle-outcome = исход не тот или не указан
listening-obstacle-direction = направление не то или не указано
listening-obstacle-tag = нет нужной метки
listening-obstacle-unready = не расшифрованы
listening-drawn-of = Выбрано случайно: { $drawn } из { $candidates }
listening-and-of = , ещё { $drawn } из { $candidates }
listening-of = { $drawn } из { $candidates }
listening-seed = Жребий
listening-how = Номер звонка: SHA-256 от жребия, за которым сразу идёт идентификатор записи. В план попадают наименьшие номера, и повторить это может каждый.
listening-fallen = Сняты с плана: { $n }
listening-gone = Запись удалена до оценки
listening-conditions-now = Отбираются: { $conditions }.
listening-any-call = любые расшифрованные звонки, которые ещё никто не оценивал
listening-from = от { $length }
listening-to = до { $length }
listening-tagged = метки: { $tags }
listening-only-unheard = ещё не слушали
listening-unheard = Только те, что ещё никто не слушал, кроме самого менеджера
listening-and-days-before = { $n ->
    [one] и { $n } день до недели
    [few] и { $n } дня до недели
   *[other] и { $n } дней до недели
}
listening-left-out = Не в плане:
listening-nobody = Слушать никого не нужно
listening-nobody-words = У всех менеджеров квота ноль, или менеджеров в отделе пока нет.
listening-unset = Плана пока нет
listening-unset-words = Укажите, сколько звонков каждого менеджера слушать в неделю. Какие именно, решит случай.
listening-set = Задать квоты
listening-quotas-lead = Действует с этой недели. Прошедшие недели и уже выбранные звонки не меняются.
listening-how-many = Сколько
listening-how-many-words = Звонков каждого менеджера в неделю. Новичку обычно нужно больше.
listening-calls = Звонков в неделю
listening-no-managers = В вашем отделе пока нет менеджеров.
listening-own = Своё число: пустое как у всех, 0 не слушать
listening-which = Какие
listening-which-words = Участвуют расшифрованные звонки, которые ещё никто не оценивал. Чем меньше условий, тем ближе средняя к обычной работе.
listening-min = Длительность от
listening-max = Длительность до
listening-length-hint = Минуты: 2 или 1:30
listening-any-direction = Любое
listening-tags = Одна из меток
listening-days = Дней до недели
listening-days-hint = Звонки этих дней тоже участвуют, до 28
listening-save = Сохранить
listening-quotas-saved = Квоты сохранены
listening-to-draw = { $n ->
    [one] Осталось выбрать { $n } звонок
    [few] Осталось выбрать { $n } звонка
   *[other] Осталось выбрать { $n } звонков
}
listening-to-hear = { $n ->
    [one] Осталось прослушать { $n } звонок
    [few] Осталось прослушать { $n } звонка
   *[other] Осталось прослушать { $n } звонков
}
listening-week-done = Всё прослушано
error-listening-no-team = Вы не в отделе. Обратитесь к администратору.
error-listening-no-quotas = Сначала задайте квоты.
error-listening-week-ahead = Эта неделя ещё не началась.
error-listening-calls = Число от 0 до 50.
error-listening-own = Числа от 0 до 50 или пусто.
error-listening-length = Минуты (2 или 1,5) или минуты и секунды (1:30), до 10 часов.
error-listening-length-order = Меньше, чем «от».
error-listening-tags = До 10 меток, каждая до 40 знаков.
error-listening-days = Число дней от 0 до 28.
error-listening-reason = Укажите причину.
error-listening-words = Напишите, в чём дело.
error-listening-words-long = До 500 знаков.
error-pick-not-found = Такого звонка в плане нет, или он не вашего отдела.
error-pick-scored = Звонок уже оценён, заменить его нельзя.
error-pick-replaced = Звонок уже заменён.

### Calibration

calibration-title = Калибровка
calibration-lead = Одни и те же звонки оценивают несколько РОПов, не видя отметок друг друга. Потом видно, какие пункты чек-листа все понимают одинаково, а какие надо переформулировать.
calibration-link = Калибровка
calibration-new = Новая калибровка
calibration-none = Калибровок пока нет
calibration-none-words = Возьмите два-три звонка и пригласите коллег: полчаса на каждого, и станет ясно, о каких пунктах вы договорились только на словах.
calibration-session = Калибровка
calibration-calls = Звонки
calibration-reviewers = Участники
calibration-deadline = Срок
calibration-state = Состояние
calibration-older = Более ранние
calibration-stage-blind = Вслепую: сдано { $done } из { $all }
calibration-stage-open = Результаты открыты
calibration-stage-ended = Завершена
calibration-alone = Для калибровки нужны хотя бы двое, кто оценивает звонки. Сейчас такой сотрудник один: добавьте РОПа в этот или другой отдел.
calibration-name = Название
calibration-name-hint = Например: «Выявление потребности, ноябрь».
calibration-checklist = Чек-лист
calibration-checklist-hint = Закрепится сегодняшняя версия: правки чек-листа эту калибровку не изменят.
calibration-deadline-hint = После срока можно открыть результаты, даже если сдали не все.
calibration-reviewers-hint = От 2 до 12 человек, кто оценивает звонки, в том числе из других отделов. Выбранные звонки они услышат и прочитают, пока калибровка не завершена; других записей чужого отдела им не видно.
calibration-calls-hint = От 1 до 10 звонков своего отдела. Менеджеры калибровку не видят, в их оценки и средние она не попадает.
calibration-calls-none = Таких расшифрованных звонков нет.
calibration-calls-no-team = Звонки берутся из своего отдела, а у вас его нет. Попросите администратора указать отдел.
calibration-find = Клиент, менеджер, номер или слова из разговора
calibration-find-go = Найти
calibration-scored = уже есть оценка: кто её видел, оценит не вслепую
calibration-begin = Начать калибровку
calibration-begun = Калибровка начата
calibration-print = Печать
calibration-until = до { $day }
calibration-version = версия { $n }
calibration-by = ведёт { $name }
calibration-own-calls = Ваши звонки
calibration-own-lead = Оценивайте как обычно. Ваши отметки, комментарии и моменты видите только вы, пока не сдадут все.
calibration-watch-lead = Вы ведёте калибровку, но сами не оцениваете. Результаты откроются, когда сдадут все.
calibration-call-gone = запись удалена
calibration-card-handed = Сдано
calibration-card-go-on = Продолжить
calibration-hands = Кто сдал
calibration-hands-all = сдано всё
calibration-hands-some = { $done } из { $all }
calibration-reveal = Открыть результаты
calibration-reveal-title = Открыть результаты сейчас?
calibration-reveal-words = Срок прошёл, но сдали не все. Несданные карточки удалятся и в сравнение не войдут.
calibration-reveal-later = Результаты откроются сами, когда сдадут все. Открыть их раньше можно будет после срока, { $day }.
calibration-revealed = Результаты открыты
calibration-delete = Удалить калибровку
calibration-delete-title = Удалить калибровку?
calibration-delete-words = Начатые карточки удалятся вместе с ней. Записи останутся.
calibration-deleted = Калибровка удалена
calibration-end = Завершить
calibration-end-title = Завершить калибровку?
calibration-end-words = Результаты останутся. Участники из других отделов больше не услышат эти звонки, договорённости уже не изменить.
calibration-ended = Калибровка завершена
calibration-back = К калибровке
calibration-blind = Калибровка, вслепую. Эту карточку видите только вы, пока не сдадут все. В оценки и средние менеджера она не попадёт.
calibration-hand-in = Сдать карточку
calibration-handed-in = Карточка сдана
calibration-refused = Карточка ещё не сдана. Не хватает:
calibration-summary-hint = Два-три предложения для разговора с другими участниками. Менеджер их не увидит.
calibration-n-calls = { $n ->
    [one] { $n } звонок
    [few] { $n } звонка
   *[many] { $n } звонков
}
calibration-n-reviewers = { $n ->
    [one] { $n } участник
    [few] { $n } участника
   *[many] { $n } участников
}
calibration-n-pairs = { $n ->
    [one] балла, { $n } пара
    [few] балла, { $n } пары
   *[many] балла, { $n } пар
}
calibration-absent = Ни одной карточки не сдали, в сравнение не вошли: { $names }.
calibration-nothing = Сравнивать нечего
calibration-nothing-words = Карточки сдал только один участник или никто. Для сравнения нужны хотя бы двое.
calibration-agreement = Одинаковых ответов
calibration-difference = Средняя разница итогов
calibration-to-reword = Переформулировать
calibration-of-questions = из { $n }
calibration-few = Звонков { $n }: по восьми и больше можно судить увереннее, поэтому цифры показаны серым.
calibration-totals = Итоги по звонкам
calibration-spread = Разброс
calibration-mean = В среднем
calibration-apart = Эти итоги не входят ни в оценки, ни в средние менеджеров.
calibration-questions = По пунктам
calibration-questions-lead = Меньше { $percent } % одинаковых ответов: пункт понимают по-разному, его надо переформулировать. Откройте пункт, чтобы увидеть отметки рядом.
calibration-question = Пункт
calibration-share = Согласие
calibration-kappa = Каппа
calibration-points = Разница, баллы
calibration-gate = Вопрос блока:
calibration-reword = переформулировать
calibration-reword-now = Переформулировать в чек-листе
calibration-kappa-nothing = нет звонка, где ответили все
calibration-kappa-one-answer = все ответили одинаково по всем звонкам, так совпало бы и случайно
calibration-no-card = не сдано
calibration-differs = расходятся
calibration-agreed = Как договорились
calibration-agreed-why = Почему так, одним предложением
calibration-agreed-saved = Договорённость сохранена
calibration-clash = Пока вы писали, об этом вопросе договорились иначе.
calibration-call-n = звонок { $n } из { $of }
calibration-no-sound = Послушать этот звонок здесь уже нельзя: калибровка завершена или запись удалена.
calibration-how = Как это считается
calibration-how-agreement = Согласие: сколько пар участников дали на пункт одинаковый ответ, из всех пар по всем звонкам. Ответы: отметка, «н/п» и «нет ответа». Пункт, который кто-то не видел, потому что закрыл блок, с ним не сравнивается: расхождение видно в вопросе блока. n здесь число пар.
calibration-how-kappa = Каппа: согласие сверх случайного. 1 значит, что все согласны всегда, 0 значит, что не чаще, чем совпало бы случайно. Для двух участников каппа Коэна (1960), для трёх и больше каппа Флейса (1971), без весов, по звонкам, где ответили все; n здесь число звонков. Если все ответили одинаково на всё, каппа не определена и стоит прочерк.
calibration-how-difference = Разница: на сколько баллов шкалы в среднем расходятся двое, которые поставили отметку. У итогов: на сколько баллов из ста.
calibration-how-few = Меньше восьми пар или звонков: рано судить, поэтому серым и в штриховке.
calibration-today = Калибровка: оценить вслепую
error-calibration-not-found = Такой калибровки нет, или вы в ней не участвуете.
error-calibration-author = Это делает тот, кто начал калибровку.
error-calibration-reviewer = Вы не участвуете в этой калибровке: оценивают её участники.
error-calibration-stage = Калибровка уже не там, где это можно сделать. Обновите страницу.
error-calibration-early = Открыть результаты, пока сдали не все, можно только после срока.
error-calibration-card = Карточку калибровки нельзя удалить или перевести на другой чек-лист.
error-calibration-title = Напишите название, до 120 знаков
error-calibration-deadline = Выберите день
error-calibration-deadline-past = Этот день уже прошёл
error-calibration-reviewers = Выберите от 2 до 12 участников
error-calibration-reviewer-role = Кто-то из выбранных больше не оценивает звонки. Выберите заново
error-calibration-calls = Выберите от 1 до 10 звонков
error-calibration-calls-gone = Одной из выбранных записей больше нет. Выберите заново
error-calibration-checklist = Такого чек-листа больше нет
