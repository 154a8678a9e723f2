/**
 * What the pages do beyond showing text. Everything is there without it, so it adds its own controls.
 * Constant: it reads words and data from the page, so that one hash in the content security policy covers it.
 */
import { exampleOrigin } from '../example.js'

/** A button at every code block. Without a secure context there is no clipboard, and the text is selected instead. */
const copyButtons = `
for(const figure of document.querySelectorAll('figure')){
const pre=figure.lastChild,button=document.createElement('button'),words=document.body.dataset
button.type='button'
if('relative' in pre.dataset&&location.protocol!=='file:')
pre.textContent=pre.textContent.replace('${exampleOrigin}',location.origin)
const say=(word)=>{button.textContent=word;button.setAttribute('aria-label',word+': '+pre.getAttribute('aria-label'))}
say(words.copy)
button.onclick=async()=>{
try{await navigator.clipboard.writeText(pre.textContent)}catch{
getSelection().selectAllChildren(pre);if(!document.execCommand('copy'))return}
say(words.copied)
setTimeout(say,2000,words.copy)
}
figure.firstChild.append(button)
}
`

/** Search and filters of the index. The choice is in the address, so that it can be shared. */
const search = `
const form=document.forms[0]
if(form){
const rows=[...document.querySelectorAll('.row')],sections=[...document.querySelectorAll('section')]
const output=form.querySelector('output')
const plain=(text)=>text.toLowerCase().replace(/[_-]+/g,' ')
const texts=rows.map((row)=>plain(row.textContent+' '+(row.dataset.other||'')))
const words=()=>{const text=form.q.value.trim()
return plain(text.includes('://')?text.split(/[/#]/).pop():text).split(' ').filter(Boolean)}
const apply=()=>{
const wanted=words()
let shown=0
rows.forEach((row,index)=>{
const {status,retry,area}=row.dataset
const fits=wanted.every((word)=>texts[index].includes(word))&&
(!form.status.value||status.startsWith(form.status.value))&&
(!form.retry.value||retry===form.retry.value)&&(!form.area.value||area===form.area.value)
row.hidden=!fits
shown+=fits
})
for(const section of sections)section.hidden=!section.querySelector('.row:not([hidden])')
const fold=document.querySelector('details')
if(fold&&[...new FormData(form)].some(([,value])=>value))fold.open=true
const {matches,nothing}=output.dataset
output.textContent=shown?matches.replace('{shown}',shown).replace('{total}',rows.length):nothing
}
const keep=()=>{
const chosen=[...new FormData(form)].filter(([,value])=>value)
if(language)chosen.unshift(['lang',language])
history.replaceState(null,'',location.pathname+(chosen.length?'?'+new URLSearchParams(chosen):'')+location.hash)
}
const query=new URLSearchParams(location.search),language=query.get('lang')
for(const name of ['q','status','retry','area'])if(query.has(name))form[name].value=query.get(name)
for(const select of form.querySelectorAll('select'))if(select.selectedIndex<0)select.value=''
form.oninput=()=>{apply();keep()}
form.onsubmit=(event)=>event.preventDefault()
document.onkeydown=(event)=>{
if(event.key==='/'&&!/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)){event.preventDefault();form.q.focus()}
if(event.key==='Escape'&&event.target===form.q){form.q.value='';apply();keep()}
}
onhashchange=()=>{const row=document.getElementById(decodeURIComponent(location.hash.slice(1)));if(!row)return
const fold=row.closest('details'),folded=fold&&!fold.open
if(row.hidden){form.reset();apply();keep()}else if(!folded)return
if(folded)fold.open=true
row.scrollIntoView()}
form.hidden=false
apply()
onhashchange()
}
`

export const script = `{${(copyButtons + search).trim()}}`
